# Broken: a span holds the repaired character and does not say so.
INSERT { pgd:span-base-new a pg:TextSpan ; oa:hasSource ?source ; oa:start ?start ; oa:end ?end ; oa:exact "石?港"@zh }
WHERE { FILTER(?source = pgd:source-base) ?source pg:fullText ?text . BIND(STRLEN(STRBEFORE(?text, "石?港")) AS ?start) BIND(?start + 3 AS ?end) }
