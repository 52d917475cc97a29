# Broken: a quote is spelt otherwise than the text.
DELETE { ?span oa:exact ?quote } INSERT { ?span oa:exact "人才保证"@zh }
WHERE { ?span oa:exact ?quote . FILTER(STR(?quote) = "人才保障") }
