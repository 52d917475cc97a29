# Broken: a span is said to be in a section it does not lie in.
DELETE { ?span pg:inSection ?section } INSERT { ?span pg:inSection pgd:section-base-1 }
WHERE { ?span oa:exact "人才保障"@zh ; pg:inSection ?section }
