# Samba's own RPC client against an endpoint; prints what it saw as one JSON object. Arguments: the port, an empty smb.conf.
import json
import sys

from samba import NTSTATUSError
from samba.credentials import Credentials
from samba.dcerpc import base, mgmt
from samba.param import LoadParm

port, conf = sys.argv[1:3]
lp = LoadParm()
lp.load(conf)
credentials = Credentials()
credentials.set_anonymous()
binding = "ncacn_ip_tcp:127.0.0.1[%s]" % port


def attempt(action):
    try:
        return action()
    except NTSTATUSError as error:
        return "%08x %s" % (error.args[0] & 0xFFFFFFFF, error.args[1])


def connect(uuid):
    return base.ClientConnection(binding, (uuid, 1), lp_ctx=lp, credentials=credentials)


seen = {}
kms = connect("51c82175-844e-4750-b0d8-ec255555bc06")
seen["transferSyntax"] = str(kms.transfer_syntax[0])
seen["opnum1"] = attempt(lambda: kms.request(1, b""))
seen["refusal"] = attempt(lambda: kms.request(0, bytes.fromhex("0500000005000000deadbeef01")).hex())
seen["absent"] = attempt(lambda: connect("12345678-1234-abcd-ef00-0123456789ab") and "bound")
vector = mgmt.mgmt(binding, lp, credentials).inq_if_ids()
entries = vector[0] if isinstance(vector, tuple) else vector
seen["interfaces"] = sorted(str(entry.id.uuid) for entry in entries.if_id)
print(json.dumps(seen))
