# Allowed: a county directly below the province has a code of its own.
INSERT DATA {
  pgd:division-990901 a pg:AdministrativeDivision ; skos:prefLabel "直管县"@zh ; pg:isRegistered true ; pg:divisionCode "990901" ;
    pg:divisionLevel pgc:level-county ; pg:divisionParent pgd:division-990000 .
}
