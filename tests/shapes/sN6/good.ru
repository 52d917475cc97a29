# Allowed: a third form of the name.
INSERT DATA { pgd:park-nanpu skos:altLabel "南浦软件产业园"@zh }
