# Broken: words that prove a fact are listed as holding none.
INSERT DATA { pgd:fact-new a pg:UnfactualPassage ; pg:passageReason pgc:nofact-connective ; pg:mentionedIn pgd:span-base-401-405 }
