# Broken: a stage that is no stage.
INSERT DATA { pgd:list-base-registry pg:listStage pgc:name-full }
