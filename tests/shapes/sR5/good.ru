# Allowed: a stage of the scheme.
INSERT DATA { pgd:list-base-registry pg:listStage pgc:stage-proposed }
