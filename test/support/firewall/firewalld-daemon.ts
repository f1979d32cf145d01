// firewalld in a namespace: a D-Bus of its own, and a copy of its settings over those of the machine.

/** The configuration of the bus, whose socket lies in the folder. */
export const BUS = (
  folder: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>`;

/** Needs the folder as its first argument; prints `running` once the daemon answers. */
export const START_FIREWALLD = `export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$1/bus"
mount --bind "$1/firewalld" /etc/firewalld
(for try in $(seq 150); do firewall-cmd --state && break; sleep 0.1; done) 2>/dev/null &
exec firewalld --nofork --nopid --log-target file --log-file "$1/firewalld.log"`;
