// The little that plain HTML cannot do. Every page works without it.
"use strict";
