# Broken: two enterprises go by one short name.
INSERT DATA { pgd:enterprise-nanpu skos:altLabel "云海通信"@zh . pgd:enterprise-yunhai-telecom skos:altLabel "云海通信"@zh }
