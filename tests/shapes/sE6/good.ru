# Allowed: another text, registered with its own hash and length.
DELETE { ?source pg:fullText ?text ; pg:sha256 ?hash ; pg:textLength ?length }
INSERT { ?source pg:fullText ?longer ; pg:sha256 ?new ; pg:textLength ?more }
WHERE {
  ?source pg:fullText ?text ; pg:sha256 ?hash ; pg:textLength ?length .
  BIND(CONCAT(?text, "。") AS ?longer)
  BIND(SHA256(?longer) AS ?new)
  BIND(STRLEN(?longer) AS ?more)
}
