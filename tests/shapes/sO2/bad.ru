# Broken: a division without level, one without parent, and a city below a city.
DELETE WHERE { pgd:division-990102 pg:divisionLevel ?level } ;
DELETE WHERE { pgd:division-980000 pg:divisionParent ?parent } ;
INSERT DATA {
  pgd:division-990190 a pg:AdministrativeDivision ; skos:prefLabel "市下市"@zh ; pg:isRegistered true ; pg:divisionCode "990190" ;
    pg:divisionLevel pgc:level-prefecture ; pg:divisionParent pgd:division-990100 .
}
