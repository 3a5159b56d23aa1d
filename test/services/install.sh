#!/usr/bin/env bash
# Installs what test/services needs on Debian or Ubuntu: only what is missing, and no daemon is started. Run as root.
set -u

missing=()
[ -x /usr/sbin/sshd ] || missing+=(openssh-server)
for tool in ssh ssh-keygen ssh-agent ssh-add; do
  command -v "$tool" >/dev/null || { missing+=(openssh-client); break; }
done
# One-time codes: the server's side, and the person's.
compgen -G '/usr/lib/*/security/pam_oath.so' >/dev/null || compgen -G '/lib/*/security/pam_oath.so' >/dev/null ||
  missing+=(libpam-oath)
command -v oathtool >/dev/null || missing+=(oathtool)
# A terminal where there is none.
command -v script >/dev/null || missing+=(bsdutils)
# The benches compare with them.
for module in textfsm netmiko; do
  /usr/bin/python3 -c "import $module" 2>/dev/null || missing+=("python3-$module")
done
# Reports are opened and read by the programs they are for.
command -v chromium >/dev/null || missing+=(chromium)
command -v promtool >/dev/null || missing+=(prometheus)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
# Proxies and the web server the probes meet. They live in /usr/sbin, which may not be in a person's PATH.
for tool in tinyproxy squid; do
  [ -x "/usr/sbin/$tool" ] || command -v "$tool" >/dev/null || missing+=("$tool")
done
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
# The authority whose certificates they show.
command -v openssl >/dev/null || missing+=(openssl)
# Name servers and a time server, and a clock that is wrong.
[ -x /usr/sbin/unbound ] || command -v unbound >/dev/null || missing+=(unbound)
[ -x /usr/sbin/dnsmasq ] || command -v dnsmasq >/dev/null || missing+=(dnsmasq-base)
[ -x /usr/sbin/chronyd ] || command -v chronyd >/dev/null || missing+=(chrony)
command -v faketime >/dev/null || missing+=(faketime)
# What README's examples are for, and a socket as a syslog daemon has it.
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v icinga2 >/dev/null || missing+=(icinga2-bin icinga2-common)
command -v socat >/dev/null || missing+=(socat)
if [ ${#missing[@]} -eq 0 ]; then
  echo "test/services: everything is here already"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "test/services: no apt-get here; install ${missing[*]} by hand" >&2
  exit 1
fi

# The packages would start their daemons (port 22, port 9090) where there is an init system. The tests start their own.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made_policy=yes
fi
trap '[ -z "$made_policy" ] || rm -f "$policy"' EXIT

export DEBIAN_FRONTEND=noninteractive
# A mirror may fail for a moment.
for try in 1 2 3; do
  if apt-get -q -o DPkg::Lock::Timeout=120 update &&
    apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "${missing[@]}"; then
    [ -x /usr/sbin/sshd ] && exit 0
  fi
  [ "$try" = 3 ] || sleep $((try * 5))
done
echo "test/services: could not install ${missing[*]}" >&2
exit 1
