# Broken: a deprecated class and a deprecated concept are used.
INSERT DATA { pg:Interview owl:deprecated true . pgc:genre-plan owl:deprecated true . pgd:interview-new a pg:Interview ; skos:prefLabel "访谈"@zh ; pg:isRegistered true }
