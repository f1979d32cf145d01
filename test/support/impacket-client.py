# impacket against an endpoint: binds in several ways and prints what it saw as one JSON object. Argument: the port.
import json
import sys

from impacket.dcerpc.v5 import mgmt
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.dcerpc.v5.transport import DCERPCTransportFactory
from impacket.uuid import bin_to_uuidtup, uuidtup_to_bin

KMS = ("51c82175-844e-4750-b0d8-ec255555bc06", "1.0")
NDR64 = ("71710533-beba-4937-8319-b5dbef9ccc36", "1.0")
UNKNOWN = ("12345678-1234-abcd-ef00-0123456789ab", "1.0")
port = sys.argv[1]
host = sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1"


def connect():
    dce = DCERPCTransportFactory("ncacn_ip_tcp:%s[%s]" % (host, port)).get_dce_rpc()
    dce.connect()
    return dce


def attempt(action):
    try:
        return action()
    except DCERPCException as error:
        return str(error)


def call(dce, opnum, stub):
    dce.call(opnum, stub)
    return dce.recv().hex()


def bound(**options):
    dce = connect()
    dce.bind(uuidtup_to_bin(KMS), **options)
    return dce


seen = {}
dce = bound()
seen["opnum1"] = attempt(lambda: call(dce, 1, b""))
seen["refusal"] = attempt(lambda: call(dce, 0, bytes.fromhex("0500000005000000deadbeef01")))
seen["badStub"] = attempt(lambda: call(dce, 0, b""))
dce = bound(transfer_syntax=NDR64)
seen["refusal64"] = attempt(lambda: call(dce, 0, bytes.fromhex("05000000000000000500000000000000deadbeef01")))
dce = bound()
dce.set_max_fragment_size(16)
seen["fragmented"] = attempt(lambda: call(dce, 0, bytes.fromhex("4000000040000000" + "ab" * 64)))
seen["unknownInterface"] = attempt(lambda: connect().bind(uuidtup_to_bin(UNKNOWN)))
altered = bound().alter_ctx(mgmt.MSRPC_UUID_MGMT)
interfaces = mgmt.hinq_if_ids(altered)["if_id_vector"]["if_id"]
seen["interfaces"] = sorted(bin_to_uuidtup(entry["Data"].getData())[0].lower() for entry in interfaces)
print(json.dumps(seen))
