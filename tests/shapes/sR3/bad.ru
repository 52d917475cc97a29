# Broken: a deprecated property is used.
INSERT DATA { pgd:park-baishi pg:formerlyLocatedIn pgd:division-990100 }
