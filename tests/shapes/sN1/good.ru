# Allowed: a park with an English label beside the Chinese one.
INSERT DATA { pgd:park-baishi skos:prefLabel "Baishi Harbour Data Park"@en }
