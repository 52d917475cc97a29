# Allowed: the shorter title is a known name.
DELETE DATA { pgd:citation-base pg:citedAs "云海数字规划(2019—2022年)"@zh } ;
INSERT DATA { pgd:citation-base pg:citedAs "云海数字规划"@zh . pgd:policy-base-plan skos:altLabel "云海数字规划"@zh }
