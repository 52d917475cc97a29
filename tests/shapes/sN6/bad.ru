# Broken: an alternative label equals the label, a hidden one the alternative.
INSERT DATA { pgd:park-nanpu skos:altLabel "南浦软件园"@zh ; skos:hiddenLabel "南浦园"@zh }
