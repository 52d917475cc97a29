# Broken: an alternative label with a private-use character, and one with a replacement character.
INSERT DATA { pgd:park-baishi skos:altLabel "白石\uE000数据园"@zh , "白石\uFFFD数据园"@zh }
