# Allowed: a company has the name of a park.
INSERT DATA { pgd:enterprise-new a pg:Enterprise ; skos:prefLabel "南浦软件园"@zh ; pg:isRegistered true }
