# Broken: a quote of 121 characters.
INSERT { pgd:span-base-0-121 a pg:TextSpan ; oa:hasSource ?source ; oa:start 0 ; oa:end 121 ; oa:exact ?quote }
WHERE { FILTER(?source = pgd:source-base) ?source pg:fullText ?text . BIND(STRLANG(SUBSTR(?text, 1, 121), "zh") AS ?quote) }
