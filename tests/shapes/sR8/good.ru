# Allowed: terms of other vocabularies.
INSERT DATA { pgd:park-baishi <https://schema.org/telephone> "0990-1234567" ; a <https://schema.org/Place> }
