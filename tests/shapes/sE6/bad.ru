# Broken: the hash is none, the length is missing, and so the text at hand is not the registered one.
DELETE { ?source pg:sha256 ?hash ; pg:textLength ?length } INSERT { ?source pg:sha256 "0x12" }
WHERE { ?source pg:sha256 ?hash ; pg:textLength ?length }
