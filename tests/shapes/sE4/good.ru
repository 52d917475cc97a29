# Allowed: a span ends exactly where the text does.
INSERT { pgd:span-base-last a pg:TextSpan ; oa:hasSource ?source ; oa:start ?start ; oa:end ?length ; oa:exact ?quote }
WHERE {
  FILTER(?source = pgd:source-base) ?source pg:fullText ?text ; pg:textLength ?length .
  BIND(?length - 3 AS ?start)
  BIND(STRLANG(SUBSTR(?text, ?start + 1), "zh") AS ?quote)
}
