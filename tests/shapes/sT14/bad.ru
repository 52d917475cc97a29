# Broken: a judgement without a note, one between two areas, and one that a rule makes needless.
DELETE DATA { pgd:fact-base-comparable-2023 skos:editorialNote "现状值只统计规模以上企业。"@zh } ;
DELETE DATA {
  pgd:target-qingze-revenue-2025 pg:refArea pgd:zone-qingze-hitech ; pg:population pgc:population-whole .
} ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:refArea pgd:division-990100 ; pg:population pgc:population-above-scale }
