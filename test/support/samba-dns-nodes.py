# Prints every DNS object of a Samba domain database with its update sequence number and time of change, sorted.
# Arguments: smb.conf, sam.ldb.
import sys

import ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

settings = LoadParm()
settings.load(sys.argv[1])
database = SamDB(url=sys.argv[2], session_info=system_session(), lp=settings)
lines = []
for partition in ("DC=DomainDnsZones,DC=corp,DC=test", "DC=ForestDnsZones,DC=corp,DC=test"):
    found = database.search(
        base=partition,
        scope=ldb.SCOPE_SUBTREE,
        expression="(|(objectClass=dnsNode)(objectClass=dnsZone))",
        attrs=["uSNChanged", "whenChanged", "dnsRecord"],
    )
    for entry in found:
        records = sorted(bytes(value).hex() for value in entry.get("dnsRecord", []))
        lines.append(" ".join([str(entry.dn), str(entry["uSNChanged"]), str(entry["whenChanged"]), *records]))
print("\n".join(sorted(lines)))
