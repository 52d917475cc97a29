# Allowed: a quote of 120 characters.
INSERT { pgd:span-base-0-120 a pg:TextSpan ; oa:hasSource ?source ; oa:start 0 ; oa:end 120 ; oa:exact ?quote }
WHERE { FILTER(?source = pgd:source-base) ?source pg:fullText ?text . BIND(STRLANG(SUBSTR(?text, 1, 120), "zh") AS ?quote) }
