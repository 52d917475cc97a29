# Broken: a zone with a division code, and one that lies nowhere.
INSERT DATA {
  pgd:zone-qingze-hitech pg:divisionCode "990171" .
  pgd:zone-new a pg:DevelopmentZone ; skos:prefLabel "云海开发区"@zh ; pg:isRegistered true .
}
