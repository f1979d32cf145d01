# Reads signed requests, one in hexadecimal a line; verifies each with dnspython and answers it with a signed YXRRSET.
# Arguments: the name of the key, its secret in base64, the algorithm.
import sys

import dns.message
import dns.rcode
import dns.tsig

name, secret, algorithm = sys.argv[1:4]
key = dns.tsig.Key(name, secret, algorithm)
for line in sys.stdin:
    # Throws where the signature does not hold.
    request = dns.message.from_wire(bytes.fromhex(line.strip()), keyring=key)
    answer = dns.message.make_response(request)
    answer.set_rcode(dns.rcode.YXRRSET)
    print(answer.to_wire().hex())
