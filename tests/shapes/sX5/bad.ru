# Broken: a branch of no company.
INSERT DATA { pgd:branch-new a pg:Branch ; skos:prefLabel "远山通信青泽分公司"@zh ; pg:isRegistered true }
