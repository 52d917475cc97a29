# Broken: a citation has a title that is no known name of the document, and another document has its title.
DELETE DATA { pgd:citation-base pg:citedAs "云海数字规划(2019—2022年)"@zh } ;
INSERT DATA {
  pgd:citation-base pg:citedAs "云海数字规划"@zh .
  pgd:policy-new a pg:OpinionDocument ; skos:prefLabel "云海数字规划 (2019-2022年)"@zh ; pg:isRegistered true .
}
