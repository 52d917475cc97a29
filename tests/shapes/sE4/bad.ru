# Broken: a span without source, offsets and quote, and one that ends behind the text.
INSERT DATA { pgd:span-base-empty a pg:TextSpan } ;
INSERT { pgd:span-base-long a pg:TextSpan ; oa:hasSource ?source ; oa:start ?start ; oa:end ?end ; oa:exact ?quote }
WHERE {
  FILTER(?source = pgd:source-base) ?source pg:fullText ?text ; pg:textLength ?length .
  BIND(?length - 3 AS ?start)
  BIND(?length + 3 AS ?end)
  BIND(STRLANG(SUBSTR(?text, ?start + 1), "zh") AS ?quote)
}
