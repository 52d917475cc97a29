# Broken: another park has the same name but for a space and a mark.
INSERT DATA { pgd:park-new a pg:Park ; skos:prefLabel "南浦 软件园（）"@zh ; pg:isRegistered true }
