# Broken: without the text, a span stands in another place than the lock knows.
DELETE { ?source pg:fullText ?text . ?span oa:start ?start . ?span oa:end ?end }
INSERT { ?span oa:start ?later . ?span oa:end ?further }
WHERE {
  ?source pg:fullText ?text .
  ?span oa:exact "人才保障"@zh ; oa:start ?start ; oa:end ?end .
  BIND(?start + 1 AS ?later)
  BIND(?end + 1 AS ?further)
}
