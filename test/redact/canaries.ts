// Secrets of every kind in every form the three platforms print or take, each with a canary in its place.
import type { Platform } from '../../src/model/platform.ts'

/**
 * Forms of a canary: `{w}` a word, `{h}` hexadecimal digits (types 3 and 7, keys in hex), `{p}` words with blanks,
 * `{c}` a crypt hash, `{b}` 40 characters of base64, `{t}` a registration token, `{u}` a UUID.
 */
const IOS_XE = `
enable password {p}
enable password 7 {h}
enable password level 7 0 {w}
enable secret {w}
enable secret 0 {w}
enable secret 4 {b}
enable secret 5 {c}
enable secret 8 {c}
enable secret 9 {c}
enable secret level 15 9 {c}
enable algorithm-type scrypt secret {w}
username netops password {p}
username netops password 0 {w}
username netops password 6 {b}
username netops password 7 {h}
username netops privilege 15 password 7 {h}
username netops privilege 15 secret 0 {w}
username netops privilege 15 secret 5 {c}
username netops privilege 15 secret 8 {c}
username netops privilege 15 secret 9 {c}
username netops view NOC secret 9 {c}
username netops algorithm-type sha256 secret {w}
username netops common-criteria-policy P1 password 0 {w}
username netops masked-secret 9 {c}
username netops one-time password {w}
line vty 0 4\\n password {p}
line con 0\\n password 7 {h}
line aux 0\\n secret 9 {c}
parser view NOC\\n secret 5 {c}
key chain OSPF-KEYS\\n key 1\\n  key-string {w}
key chain OSPF-KEYS\\n key 1\\n  key-string 7 {h}
key chain OSPF-KEYS\\n key 1\\n  key-string 6 {b}
key chain MKA macsec\\n key 1000\\n  cryptographic-algorithm aes-128-cmac\\n  key-string 7 {h}
router ospf 1\\n area 0 authentication message-digest\\n area 1 virtual-link 192.0.2.9 authentication-key {w}
router ospf 1\\n area 1 virtual-link 192.0.2.9 message-digest-key 1 md5 7 {h}
router ospf 1\\n area 1 sham-link 192.0.2.1 192.0.2.2 authentication-key 0 {w}
interface Vlan10\\n ip ospf authentication-key {w}
interface Vlan10\\n ip ospf authentication-key 7 {h}
interface Vlan10\\n ip ospf message-digest-key 1 md5 {w}
interface Vlan10\\n ip ospf message-digest-key 1 md5 7 {h}
interface Vlan10\\n ospfv3 authentication ipsec spi 256 md5 {h}
interface Vlan10\\n ospfv3 authentication ipsec spi 256 sha1 7 {h}
interface Vlan10\\n ospfv3 encryption ipsec spi 257 esp aes-cbc 128 7 {h} sha1 7 {h}
interface Vlan10\\n ipv6 ospf encryption ipsec spi 257 esp null sha1 {h}
router ospfv3 1\\n area 1 authentication ipsec spi 300 sha1 {h}
interface Vlan10\\n isis password {w} level-2
interface Vlan10\\n isis authentication key-chain ISIS
router isis\\n area-password {w}
router isis\\n domain-password {w} authenticate snp validate
router eigrp NET\\n address-family ipv4 unicast autonomous-system 1\\n  af-interface default\\n   authentication mode hmac-sha-256 {w}
router eigrp NET\\n address-family ipv4 unicast autonomous-system 1\\n  af-interface default\\n   authentication mode hmac-sha-256 7 {h}
router bgp 65000\\n neighbor 192.0.2.9 password {w}
router bgp 65000\\n neighbor 192.0.2.9 password 7 {h}
router bgp 65000\\n neighbor PEERS password 0 {w}
mpls ldp neighbor 192.0.2.9 password {w}
mpls ldp neighbor vrf RED 192.0.2.9 password 7 {h}
mpls ldp password fallback 7 {h}
mpls ldp password option 1 for LDP-ACL {w}
ip msdp password peer 192.0.2.9 {w}
ip msdp password peer 192.0.2.9 7 {h}
ip rsvp authentication key {w}
interface Tunnel0\\n ip nhrp authentication {w}
interface Tunnel0\\n tunnel key {w}
interface Vlan10\\n standby 1 authentication {w}
interface Vlan10\\n standby 1 authentication text {w}
interface Vlan10\\n standby 1 authentication md5 key-string {w}
interface Vlan10\\n standby 1 authentication md5 key-string 7 {h} timeout 30
interface Vlan10\\n standby authentication {w}
interface Vlan10\\n vrrp 1 authentication text {w}
interface Vlan10\\n vrrp 1 authentication {w}
interface Vlan10\\n vrrp 1 authentication md5 key-string {w}
interface Vlan10\\n glbp 1 authentication text {w}
interface Vlan10\\n glbp 1 authentication md5 key-string 7 {h}
ntp authentication-key 1 md5 {w}
ntp authentication-key 1 md5 {h} 7
ntp authentication-key 2 hmac-sha2-256 {w}
ntp authentication-key 3 cmac-aes-128 {h} 7
sntp authentication-key 1 md5 {w}
snmp-server community {w}
snmp-server community {w} RO
snmp-server community {w} RW 10
snmp-server community {w} view ALL RO ipv6 V6ACL 10
snmp-server community 7 {h} RO
snmp mib community-map {w} engineid 80000009030000
snmp-server host 192.0.2.9 {w}
snmp-server host 192.0.2.9 version 2c {w}
snmp-server host 192.0.2.9 version 2c {w} udp-port 1620 bgp config
snmp-server host 192.0.2.9 vrf Mgmt-vrf version 2c {w}  bfd bridge
snmp-server host 192.0.2.9 vrf Mgmt-vrf {w} version 2c {w}  tty vtp
snmp-server host 192.0.2.9 informs version 1 {w}
snmp-server host 192.0.2.9 traps version 2c 7 {h}
snmp-server host nms.example.net traps {w} config
snmp-server host 2001:DB8::9 version 2c {w}
snmp-server user nms GROUP v3 auth md5 {w}
snmp-server user nms GROUP v3 auth sha {w} priv aes 128 {w}
snmp-server user nms GROUP v3 encrypted auth sha {h} priv aes 256 {h} access 10
snmp-server user nms GROUP remote 192.0.2.9 v3 auth sha {w} priv 3des {w}
snmp-server user nms GROUP v3 auth sha-2 256 {w} priv des56 {w}
rmon event 1 log trap {w} description high owner noc
tacacs-server key {p}
tacacs-server key 7 {h}
tacacs-server host 192.0.2.9 key {w}
tacacs-server host 192.0.2.9 port 49 timeout 5 key 7 {h}
tacacs server T1\\n address ipv4 192.0.2.9\\n key {w}
tacacs server T1\\n address ipv4 192.0.2.9\\n key 7 {h}
tacacs server T1\\n address ipv4 192.0.2.9\\n key 6 {b}
radius-server key {p}
radius-server key 7 {h}
radius-server host 192.0.2.9 auth-port 1812 acct-port 1813 key {p}
radius-server host 192.0.2.9 auth-port 1812 acct-port 1813 key 7 {h}
radius server R1\\n address ipv4 192.0.2.9 auth-port 1812 acct-port 1813\\n key {p}
radius server R1\\n key 7 {h}
radius server R1\\n pac key 7 {h}
radius server R1\\n pac key {w}
aaa group server radius GRP\\n server-private 192.0.2.9 auth-port 1812 acct-port 1813 key 7 {h}
aaa group server tacacs+ GRP\\n server-private 192.0.2.9 key {w}
aaa server radius dynamic-author\\n client 192.0.2.9 server-key {w}
aaa server radius dynamic-author\\n client 192.0.2.9 server-key 7 {h}
aaa server radius dynamic-author\\n client 192.0.2.9 vrf Mgmt-vrf server-key 0 {w}
aaa server radius dynamic-author\\n server-key 7 {h}
ldap server L1\\n bind authenticate root-dn CN=svc,DC=example,DC=net password {w}
ldap server L1\\n bind authenticate root-dn CN=svc password 7 {h}
kerberos srvtab entry host/sw@EXAMPLE.NET 0 861289666 1 1 8 {w}
crypto isakmp key {w} address 192.0.2.9
crypto isakmp key {w} address 192.0.2.9 255.255.255.0 no-xauth
crypto isakmp key 6 {b} address 0.0.0.0
crypto isakmp key 0 {w} hostname peer.example.net
crypto isakmp key {w} address ipv6 2001:DB8::9/128
crypto keyring KR\\n pre-shared-key address 192.0.2.9 key {w}
crypto keyring KR vrf RED\\n pre-shared-key address 192.0.2.9 255.255.255.0 key 6 {b}
crypto keyring KR\\n pre-shared-key hostname peer.example.net key {w}
crypto ikev2 keyring KR\\n peer P1\\n  address 192.0.2.9\\n  pre-shared-key {w}
crypto ikev2 keyring KR\\n peer P1\\n  pre-shared-key local {w}
crypto ikev2 keyring KR\\n peer P1\\n  pre-shared-key remote 6 {b}
crypto ikev2 keyring KR\\n peer P1\\n  pre-shared-key hex {h}
crypto ikev2 profile PR\\n authentication local pre-share key {w}
crypto ikev2 profile PR\\n authentication remote pre-share key 6 {b}
crypto isakmp client configuration group EZVPN\\n key {w}
crypto isakmp client configuration group EZVPN\\n key 6 {b}
crypto map M 10 ipsec-manual\\n set session-key inbound ah 256 {h}
crypto map M 10 ipsec-manual\\n set session-key outbound esp 257 cipher {h} authenticator {h}
crypto pki trustpoint TP\\n password 7 {h}
crypto pki trustpoint TP\\n password {w}
crypto pki server CA\\n database archive pkcs12 password 7 {h}
crypto pki export TP pkcs12 terminal password {w}
crypto pki export TP pkcs12 flash:tp.p12 {w}
crypto pki import TP pkcs12 flash:tp.p12 password {w}
crypto pki import TP pem terminal {w}
crypto key export rsa KEYS pem terminal 3des {w}
crypto key import rsa KEYS pem url flash:keys {w}
crypto key encrypt write rsa name KEYS passphrase {w}
crypto key unlock rsa name KEYS passphrase {w}
key config-key password-encrypt {w}
key config-key 1 {w}
license smart register idtoken {t}
license smart register idtoken {t} force
license smart trust idtoken {t} local
license smart trust idtoken {t} all force
license smart reservation install {b}
license smart reservation install "{b}"
license smart reservation return authorization "{b}"
license smart proxy password {w}
license smart url https://netops:{w}@ssm.example.net/SmartTransport
ip http client username netops\\nip http client password {w}
ip http client password 7 {h}
ip http client proxy-server netops:{w}@proxy.example.net proxy-port 8080
ip ftp username netops\\nip ftp password {w}
ip ftp password 7 {h}
call-home\\n http-proxy "http://netops:{w}@proxy.example.net" port 8080
call-home\\n mail-server netops:{w}@mail.example.net priority 1
call-home\\n mail-server svc:{w}@192.0.2.25 priority 1 secure tls
call-home\\n profile "WEB"\\n  destination address http https://netops:{w}@gw.example.net/Transportgateway/services/DeviceRequestHandler
archive\\n path ftp://netops:{w}@192.0.2.9/configs/$h
archive\\n path scp://netops:{w}@192.0.2.9//configs/$h
kron policy-list SAVE\\n cli copy running-config ftp://netops:{w}@192.0.2.9/x.cfg
ip ddns update method D\\n HTTP\\n  add http://netops:{w}@members.example.net/nic/update?hostname=<h>
copy running-config ftp://netops:{w}@192.0.2.9/x.cfg
copy scp://netops:{w}/x@192.0.2.9/x.cfg flash:
event manager environment _mail_password {w}
event manager environment _api_token {w}
event manager environment _webhook https://hooks.slack.com/services/T0000/B0000/{w}
event manager applet A\\n action 1.0 cli command "username netops secret 0 {w}"
event manager applet A\\n action 1.0 cli command "enable secret {w}"
event manager applet A\\n action 2.0 mail server "netops:{w}@mail.example.net" to "noc@example.net" from "sw@example.net" subject "x"
event manager applet A\\n action 1.0 cli command "snmp-server community {w} RO"
interface Dialer1\\n ppp chap password 7 {h}
interface Dialer1\\n ppp chap password 0 {w}
interface Dialer1\\n ppp pap sent-username netops password 7 {h}
interface Dialer1\\n ppp eap password {w}
vpdn-group 1\\n l2tp tunnel password 7 {h}
l2tp-class L\\n password 7 {h}
l2tp-class L\\n digest secret 0 {w} hash sha1
dot1x credentials D\\n username sw\\n password 0 {w}
dot1x credentials D\\n password 7 {h}
cts credentials id sw password {w}
interface Gi1/0/1\\n cts manual\\n  sap pmk {h} mode-list gcm-encrypt
vtp password {w}
vtp password {w} hidden
ip wccp 61 password {w}
ip wccp web-cache password 7 {h}
wlan CORP 1 CORP\\n security wpa psk set-key ascii 0 {w}
wlan CORP 1 CORP\\n security wpa psk set-key ascii 8 {b}
wlan CORP 1 CORP\\n security wpa psk set-key hex 0 {h}
wlan CORP 1 CORP\\n security static-wep-key encryption 104 ascii 0 {w} 1
dot11 ssid CORP\\n wpa-psk ascii 7 {h}
dot11 ssid CORP\\n wpa-psk hex 0 {h}
interface Dot11Radio0\\n encryption key 1 size 128bit 7 {h} transmit-key
interface Dot11Radio0\\n encryption vlan 10 key 1 size 40bit 0 {w}
ap profile AP\\n mgmtuser username netops password 0 {w} secret 0 {w}
ap profile AP\\n dot1x username netops password 0 {w}
ap dot1x username netops password 8 {b}
router lisp\\n ipv4 etr map-server 192.0.2.9 key {w}
router lisp\\n ipv4 etr map-server 192.0.2.9 key 7 {h} hash-function sha1
router lisp\\n site S\\n  authentication-key 7 {h}
sip-ua\\n authentication username netops password 7 {h} realm example.net
sip-ua\\n credentials username netops password 0 {w} realm example.net
voice register pool 1\\n username netops password {w}
ephone 1\\n pin {w}
cwmp agent\\n management server password 0 {w}
cwmp agent\\n connection request password 7 {h}
test aaa group radius netops {w} new-code
test aaa group tacacs+ netops {w} legacy
request platform software sdwan vedge_cloud activate chassis-number C8K-1 token {h}
sw1(config)#username netops secret 0 {w}
sw1(config)#enable secret {w}
sw1(config)#ena sec {w}
sw1(config)#username netops sec 0 {w}
sw1(config)#snmp-server comm {w} RO
sw1(config-line)#pass {w}
sw1#lic smart reg idt {t} force
sw1#license smart trust idtoken {t} all
*Mar  1 08:00:00.123: %PARSER-5-CFGLOG_LOGGEDCMD: User:netops  logged command:username netops secret 0 {w}
*Mar  1 08:00:00.123: %PARSER-5-CFGLOG_LOGGEDCMD: User:netops  logged command:snmp-server community {w} RO
*Mar  1 08:00:00.123: %PARSER-5-CFGLOG_LOGGEDCMD: User:netops  logged command:license smart register idtoken {t}
*Mar  8 2026 00:40:44.755: %DMI-5-SYNC_NEEDED: R0/0: dmiauthd: Configuration change requiring running configuration sync detected - 'enable secret 5 {c}'. The running configuration will be synchronized
Community name: {w}\\nCommunity Index: cisco0\\nCommunity SecurityName: {w}
Notification host: 192.0.2.9 udp-port: 162   type: trap\\nuser: {w}    security model: v2c
VTP Password: {w}
mab request format attribute 2 7 {h}
mab request format attribute 2 0 {w}
cellular 0/1/0 lte profile create 1 internet chap user {w} ipv4
crypto isakmp peer address 192.0.2.9\\n set aggressive-mode password {w}
groupname: {w}                        security model:v1
Keyring      Hostname/Address                            Preshared Key\\n\\ndefault      192.0.2.9                                   {w}
Keyring      Hostname/Address                            Preshared Key\\ndefault      192.0.2.9                                   {w}
   16    4      netops@console  |username svc password 0 {w}
        key 1 -- text "{w}"
Product Authorization Key: {w}
    Password: {w}
Current password: {p}
Reservation authorization code: {b}
Request code: CB-ZC9300-24T:{b}-AK
Last Confirmation code: {h}
Authorization: Bearer {b}
  curl -H "Authorization: Basic {b}" https://api.example.net/
`

const NX_OS = `
username admin password 5 {c}  role network-admin
username admin password 0 {w} role network-operator
username admin password {w} role network-admin
username admin password 8 {c}  role network-admin expire 2027-01-01
enable secret 5 {c}
enable secret 0 {w} priv-lvl 15
line console\\n  password {w}
key chain K\\n  key 1\\n    key-string 7 {h}
key chain K\\n  key 1\\n    key-string {w}
key chain M macsec\\n  key 1000\\n    key-octet-string 7 {h} cryptographic-algorithm AES_256_CMAC
key chain M macsec\\n  key 1000\\n    key-octet-string {h} cryptographic-algorithm AES_128_CMAC
snmp-server community {w} group network-operator
snmp-server community {w} ro
snmp-server community "{w}" use-ipv4acl SNMP
snmp-server user admin network-admin auth md5 0x{h} priv 0x{h} localizedkey
snmp-server user admin network-admin auth sha 0x{h} priv aes-128 0x{h} localizedkey engineID 128:0:0:9:3:0:0
snmp-server user admin auth sha-256 {w} priv aes-128 {w}
snmp-server user admin network-admin auth {w}
snmp-server host 192.0.2.9 traps version 2c {w} udp-port 1163
snmp-server host 192.0.2.9 version 1 {w}
snmp-server host 192.0.2.9 informs version 2c {w}
snmp-server host 192.0.2.9 use-vrf management
snmp-server mib community-map {w} context red
tacacs-server key 7 "{w}"
tacacs-server key 0 {w}
tacacs-server host 192.0.2.9 key 7 "{w}"
tacacs-server host 192.0.2.9 key 7 "{w}" port 49 timeout 5
radius-server key 7 "{w}"
radius-server host 192.0.2.9 key 7 "{w}" authentication accounting
radius-server host 192.0.2.9 key {w} auth-port 1812 acct-port 1813 authentication accounting timeout 5
radius-server test username probe password {w} idle-time 3
ldap-server host 192.0.2.9 rootDN "cn=svc,dc=example" password 7 {h} port 389 timeout 60
aaa group server radius R\\n    server 192.0.2.9\\naaa server radius dynamic-author\\n  client 192.0.2.9 server-key 7 "{w}"
ntp authentication-key 1 md5 {w} 7
ntp authentication-key 1 md5 {w}
interface Vlan10\\n  hsrp 1\\n    authentication text {w}
interface Vlan10\\n  hsrp 1\\n    authentication md5 key-string {w}
interface Vlan10\\n  hsrp 1\\n    authentication md5 key-string 7 {h} timeout 100
interface Vlan10\\n  vrrp 1\\n    authentication text {w}
interface Vlan10\\n  glbp 1\\n    authentication md5 key-string {w}
interface Vlan10\\n  ip ospf authentication-key 3 {h}
interface Vlan10\\n  ip ospf message-digest-key 1 md5 3 {h}
interface Vlan10\\n  ip ospf message-digest-key 1 md5 0 {w}
router ospf 1\\n  area 1 virtual-link 192.0.2.9\\n    authentication-key 3 {h}
interface Vlan10\\n  ospfv3 authentication ipsec spi 256 md5 0 {h}
router bgp 65000\\n  neighbor 192.0.2.9\\n    password 3 {h}
router bgp 65000\\n  neighbor 192.0.2.9\\n    password 0 {w}
router bgp 65000\\n  template peer P\\n    password 7 {h}
ip msdp password 192.0.2.9 3 {h}
mpls ldp configuration\\n  neighbor 192.0.2.9 password {w}
crypto ca import TP pkcs12 bootflash:tp.p12 {w}
crypto ca export TP pkcs12 bootflash:tp.p12 {w}
crypto key param rsa label K\\nusername svc passphrase {w}
license smart register idtoken {t}
license smart register idtoken {t} force
license smart trust idtoken {t} all
license smart reservation install "{b}"
license smart url https://netops:{w}@ssm.example.net/SmartTransport
callhome\\n  transport http proxy server http://netops:{w}@proxy.example.net port 8080
callhome\\n  destination-profile WEB http https://netops:{w}@gw.example.net/Transportgateway/services/DeviceRequestHandler
callhome\\n  transport email mail-server netops:{w}@192.0.2.25 port 25 priority 1
callhome\\n  email smtp-auth username noc password {w}
copy running-config sftp://netops:{w}@192.0.2.9/x.cfg vrf management
copy bootflash:x ftp://netops:{w}@192.0.2.9/x
fcsp dhchap password 7 {h}
fcsp dhchap devicename 20:00:00:2a:6a:00:00:01 password 7 {h}
fcsp dhchap password 0 {w} 20:00:00:2a:6a:00:00:01
feature bfd\\ninterface Vlan10\\n  bfd authentication keyed-sha1 keyid 1 key {w}
interface Vlan10\\n  bfd authentication keyed-sha1 key-id 1 hex-key {h}
cts device-id leaf password 7 {h}
router lisp\\n  ip lisp etr map-server 192.0.2.9 key 3 {h}
event manager environment api_key "{w}"
event manager applet A\\n  action 1 cli username x password 0 {w} role network-admin
leaf-1(config)# snmp-server community {w} group network-operator
leaf-1# test aaa server radius 192.0.2.9 netops {w}
Thu Mar  5 08:00:00 2026:type=update:id=192.0.2.200@pts/0:user=admin:cmd=configure terminal ; username svc password 0 {w} (SUCCESS)
Thu Mar  5 08:00:00 2026:type=update:id=192.0.2.200@pts/0:user=admin:cmd=configure terminal ; snmp-server community {w} ro (SUCCESS)
2026 Mar  5 08:00:00 leaf-1 %VSHD-5-VSHD_SYSLOG_CONFIG_I: Configured from vty by admin: username svc password {w}
{"username": "svc", "password": "{w}"}
<password>{w}</password>
Community            Group / Access      context    acl_filter\\n---------            --------------      -------    ----------\\n{w}               network-operator
Host                            Port Version  Level  Type   SecName\\n-------------------------------------------------------------------\\n192.0.2.9                       162  v2c      noauth trap   {w}
  Auth key             MD5 String\\n-----------------------\\n    1          {w}
INCREMENT LAN_ENTERPRISE_SERVICES_PKG cisco 1.0 permanent uncounted HOSTID=VDH=FDO24230A1B NOTICE="<PAK>{w}</PAK>" SIGN={h}
scheduler aaa-authentication username netops password 7 {h}
crypto ike domain ipsec\\n  key {w} address 192.0.2.9
nxapi certificate httpskey keyfile bootflash:k password {w}
`

const IOS_XR = `
username netops\\n group root-lr\\n secret 5 {c}
username netops\\n secret 8 {c}
username netops\\n secret 9 {c}
username netops\\n secret 10 {c}
username netops\\n secret 0 {w}
username netops\\n secret {w}
username netops\\n password 7 {h}
username netops\\n masked-secret 10 {c}
username netops secret 10 {c}
line default\\n secret 5 {c}
line template VTY\\n password 7 {h}
key chain K\\n key 1\\n  key-string password {h}
key chain K\\n key 1\\n  key-string clear {w}
key chain K\\n key 1\\n  key-string password6 {b}
key chain K\\n macsec\\n  key 1000\\n   key-string password {h} cryptographic-algorithm aes-256-cmac
snmp-server community {w} RO SystemOwner IPv4 SNMP
snmp-server community clear {w} RO
snmp-server community encrypted {h} RW
snmp-server community-map {w} context c
snmp-server host 192.0.2.9 traps version 2c {w}
snmp-server host 192.0.2.9 traps version 2c encrypted {h} udp-port 1620
snmp-server host 192.0.2.9 traps {w}
snmp-server host 192.0.2.9 traps clear {w}
snmp-server host 192.0.2.9 informs version 2c clear {w}
snmp-server user nms GROUP v3 auth md5 encrypted {h} priv aes 128 encrypted {h} SystemOwner
snmp-server user nms GROUP v3 auth sha clear {w} priv des56 clear {w}
tacacs-server key 7 {h}
tacacs-server host 192.0.2.9 port 49\\n key 7 {h}
tacacs-server host 192.0.2.9 port 49\\n key {w}
tacacs-server host 192.0.2.9 port 49 key 7 {h}
radius-server key 7 {h}
radius-server host 192.0.2.9 auth-port 1812 acct-port 1813\\n key 7 {h}
radius-server host 192.0.2.9 auth-port 1812 acct-port 1813\\n key {p}
aaa group server radius G\\n server-private 192.0.2.9 auth-port 1812 acct-port 1813\\n  key 7 {h}
aaa server radius dynamic-author\\n client 192.0.2.9 vrf default\\n  server-key 7 {h}
aaa server radius dynamic-author\\n client 192.0.2.9 vrf default server-key 7 {h}
ntp\\n authentication-key 1 md5 encrypted {h}
ntp\\n authentication-key 1 md5 clear {w}
ntp\\n authentication-key 2 cmac encrypted {h}
router ospf 1\\n area 0\\n  interface Gi0/0/0/0\\n   authentication-key encrypted {h}
router ospf 1\\n area 0\\n  interface Gi0/0/0/0\\n   message-digest-key 1 md5 encrypted {h}
router ospf 1\\n area 0\\n  interface Gi0/0/0/0\\n   message-digest-key 1 md5 clear {w}
router ospfv3 1\\n area 0\\n  interface Gi0/0/0/0\\n   authentication ipsec spi 256 md5 clear {h}
router ospfv3 1\\n area 0\\n  encryption ipsec spi 256 esp 3des password {h} authentication sha1 password {h}
router isis CORE\\n lsp-password hmac-md5 encrypted {h}
router isis CORE\\n lsp-password accept text clear {w}
router isis CORE\\n interface Gi0/0/0/0\\n  hello-password hmac-md5 encrypted {h} level 1
router bgp 65000\\n neighbor 192.0.2.9\\n  password encrypted {h}
router bgp 65000\\n neighbor 192.0.2.9\\n  password clear {w}
router bgp 65000\\n session-group S\\n  password encrypted {h}
router msdp\\n peer 192.0.2.9\\n  password encrypted {h}
mpls ldp\\n neighbor\\n  password encrypted {h}
mpls ldp\\n neighbor\\n  192.0.2.9:0 password encrypted {h}
router hsrp\\n interface Gi0/0/0/0\\n  address-family ipv4\\n   hsrp 1\\n    authentication {w}
router vrrp\\n interface Gi0/0/0/0\\n  address-family ipv4\\n   vrrp 1\\n    text-authentication {w}
interface Serial0/0/0/0\\n ppp chap password encrypted {h}
interface Serial0/0/0/0\\n ppp pap sent-username netops password encrypted {h}
ftp client password encrypted {h}
ftp client password {w}
ftp client vrf MGMT username netops\\nftp client vrf MGMT password clear {w}
http client proxy-server netops:{w}@proxy.example.net
call-home\\n http-proxy netops:{w}@proxy.example.net port 8080
call-home\\n mail-server netops:{w}@mail.example.net priority 1
call-home\\n profile WEB\\n  destination address http https://netops:{w}@gw.example.net/Transportgateway/services/DeviceRequestHandler
crypto ca trustpoint TP\\n challenge-password {w}
crypto ca import TP pkcs12 harddisk:/tp.p12 passphrase {w}
keyring KR\\n pre-shared-key address 192.0.2.9 255.255.255.255 key {w}
crypto isakmp\\nkeyring KR vrf default\\n pre-shared-key address 192.0.2.9/32 key clear {w}
ikev2 keyring KR\\n peer P\\n  pre-shared-key password {h}
lawful-intercept\\nldap-server host 192.0.2.9 bind password {w}
license smart register idtoken {t}
license smart trust idtoken {t} local
license smart register idtoken {t} force
license smart reservation install {b}
license smart url https://netops:{w}@ssm.example.net/SmartTransport
copy running-config ftp://netops:{w}@192.0.2.9/x.cfg
tftp client vrf MGMT source-interface MgmtEth0/RSP0/CPU0/0\\narchive\\n path ftp://netops:{w}@192.0.2.9/x
RP/0/RSP0/CPU0:pe-1(config)#username netops secret 10 {c}
RP/0/RSP0/CPU0:Mar  5 08:00:00.123 UTC: config[65710]: %MGBL-CFGLOG-6-CMD : user netops executed 'snmp-server community {w} RO'
+  secret 10 {c}
-  password 7 {h}
<secret>{w}</secret>
{"type": "5", "key-string": "{w}"}
ftp client anonymous-password {w}
      Key-String -- {h}
appmgr application a activate type docker source x docker-run-opts "-e PASSWORD={w}"
`

/** In any text of any platform. */
const EVERYWHERE = `
-----BEGIN RSA PRIVATE KEY-----\\n{b}{b}\\n{b}{b}\\n{b}\\n-----END RSA PRIVATE KEY-----
-----BEGIN ENCRYPTED PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: DES-EDE3-CBC,00F3A99DFB9A2B54\\n\\n{b}{b}\\n{b}\\n-----END ENCRYPTED PRIVATE KEY-----
"key": "-----BEGIN PRIVATE KEY-----{nl}{b}{nl}{b}{nl}-----END PRIVATE KEY-----"
"key": "-----BEGIN PRIVATE KEY-----\\\\n{b}\\\\n{b}\\\\n-----END PRIVATE KEY-----"
CRYPTO_PKI: Exported PKCS12 follows:\\n\\n{b}{b}\\n{b}{b}\\n{b}\\n---End - This line not part of the pkcs12---
crypto key pubkey-chain rsa\\n addressed-key 192.0.2.9\\n  key-string\\n   {h} {h} {h}\\n   {h}\\n  quit
 certificate self-signed 01\\n  30820330 30820218 A0030201 02020101 {h8} {h8} {h8} {h8}\\n  {h8} {h8} {h8}\\n  \\tquit
<smartLicenseAuthorization><authorizationCode>\\n{b}\\n{b}\\n</authorizationCode></smartLicenseAuthorization>
webhook https://hooks.slack.com/services/T00000000/B00000000/{w}
webhook https://example.webhook.office.com/webhookb2/{u}@{u}/IncomingWebhook/{h}/{u}
webhook https://outlook.office.com/webhook/{u}@{u}/IncomingWebhook/{h}
webhook https://webexapis.com/v1/webhooks/incoming/{b}
webhook https://discord.com/api/webhooks/000000/{b}
webhook https://api.telegram.org/bot{b}/sendMessage
webhook https://prod-1.westeurope.logic.azure.com/workflows/{h}/triggers/manual?api-version=1&sig={b}
GET /x?access_token={w}&user=netops
https://api.example.net/v1/x?api_key={w}
Authorization: Bearer {b}
X-Auth-Token: {w}
api_key={w}
client_secret: {w}
"access_token": "{b}", "expires_in": 3600
{"password": "{p}", "x": 1}
{"tokens": ["{w}", "{w}"]}
aws_access_key_id = AKIA{k}
aws_secret_access_key = {b}
eyJhbGciOiJIUzI1NiJ9.{b}.{b}
Authorization code: {b}
export PROXY=http://netops:{w}@proxy.example.net:8080
idtoken={t}
password={w}
Pre-shared key: {p}
`

export interface Canary {
  /** The lines, with canaries in. */
  readonly text: string
  /** What must not appear: no canary, and no part of six characters of one. */
  readonly secrets: readonly string[]
  readonly template: string
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'

/** A small generator with a seed: every run plants the same canaries. */
class Random {
  private state: number
  constructor(seed: number) {
    this.state = seed
  }
  next(below: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0
    return Math.floor((this.state / 2 ** 32) * below)
  }
  text(length: number, from: string): string {
    return Array.from({ length }, () => from[this.next(from.length)]).join('')
  }
}

const HEX = '0123456789ABCDEF'

function fill(template: string, random: Random): Canary {
  const secrets: string[] = []
  const plant = (form: string): string => {
    const made = ((): string => {
      switch (form) {
        case 'w':
          return `q${random.text(11, ALPHABET)}7`
        case 'h':
          return random.text(32, HEX)
        case 'h8':
          return random.text(8, HEX)
        case 'p':
          return `${random.text(7, ALPHABET)} ${random.text(8, ALPHABET)} ${random.text(7, ALPHABET)}`
        case 'b':
          return random.text(40, `${ALPHABET}+/`)
        case 'k':
          return random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
        case 't':
          return `${random.text(60, ALPHABET)}-${random.text(20, ALPHABET)}%0A${random.text(30, ALPHABET)}%3D%0A`
        case 'u':
          return [8, 4, 4, 4, 12].map(size => random.text(size, HEX.toLowerCase())).join('-')
        default:
          return `$9$${random.text(14, ALPHABET)}$${random.text(43, ALPHABET)}`
      }
    })()
    secrets.push(...made.split(/[ $%-]+/).filter(part => part.length >= 6))
    return made
  }
  const text = template
    .replace(/\{(w|h8?|p|c|b|k|t|u)\}/g, (_all, form: string) => plant(form))
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replaceAll('{nl}', '\\n')
  return { text, secrets, template }
}

const TABLES: Readonly<Record<Platform, string>> = { 'ios-xe': IOS_XE, 'nx-os': NX_OS, 'ios-xr': IOS_XR }

export function canariesOf(platform: Platform, seed = 1): Canary[] {
  const random = new Random(seed)
  return `${TABLES[platform]}${EVERYWHERE}`
    .split('\n')
    .filter(line => line !== '')
    .map(line => fill(line, random))
}

/** The first canary, or part of six characters of one, that the text holds. */
export function leakIn(text: string, canaries: readonly Canary[]): string | undefined {
  const parts = new Map<string, Canary>()
  for (const canary of canaries)
    for (const secret of canary.secrets)
      for (let at = 0; at + PART <= secret.length; at += 1) parts.set(secret.slice(at, at + PART), canary)
  for (let at = 0; at + PART <= text.length; at += 1) {
    const found = parts.get(text.slice(at, at + PART))
    if (found !== undefined) {
      const line = text.slice(0, at).split('\n').length
      return `${found.template}  ->  ${text.split('\n')[line - 1]}`
    }
  }
  return undefined
}
const PART = 6
