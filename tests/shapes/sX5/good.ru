# Allowed: an enterprise that is no branch.
INSERT DATA { pgd:enterprise-new a pg:Enterprise ; skos:prefLabel "远山通信有限公司"@zh ; pg:isRegistered true }
