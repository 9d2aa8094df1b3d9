"""English words that say nothing of what a text is about."""

_TEXT = """
    a about above according across after again against ago all almost along already also although always am among
    an and another any anyone anything are around as asked at away back be became because become been before began
    behind being below between both but by came can cannot come could day days did do does doing done down due
    during each early either else enough even ever every few for from further gave get give given go going gone got
    had has have having he held her here hers herself him himself his how however i if in including inside instead
    into is it its itself just keep kept know known last late later least less let like likely long made make makes
    making many may me might month months more moreover most much must my myself near nearly never new next no nor
    not nothing now of off often on once one only onto or other others our ours out over own part per perhaps put
    quite rather re really recent recently said same saw say saying says see seem seemed seen several shall she
    should since so some something soon still such take taken than that the their them themselves then there
    therefore these they thing this those though through thus time times to today together told tomorrow too took
    toward towards tuesday two under until up upon us use used using very via want was way we week weeks well went
    were what whatever when where whether which while who whole whom whose why will with within without would year
    years yes yesterday yet you your yours s t ll ve d m don didn doesn isn wasn won couldn wouldn monday wednesday
    thursday friday saturday sunday mr mrs ms a.m p.m pm photo image read share advertisement reported report
    reports reporting news added first second three four five six seven eight nine ten people january february
    march april june july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec
"""

STOPWORDS = frozenset(_TEXT.split())
