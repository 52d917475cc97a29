# Allowed: the language of a quote does not count, its wording does.
DELETE { ?span oa:exact ?quote } INSERT { ?span oa:exact "人才保障"@zh-hant }
WHERE { ?span oa:exact ?quote . FILTER(STR(?quote) = "人才保障") }
