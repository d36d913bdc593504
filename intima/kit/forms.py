"""How every form of the site is drawn, the libraries' forms too."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"
