import providers from "email-providers/all.json" with { type: "json" };

/** Free mailboxes and those of internet providers that the package lacks. Source: the providers' pages, by country. */
const MORE_CONSUMER_DOMAINS = [
  // International: Fastmail, GMX, Tuta, Zoho, DuckDuckGo, Startmail, Mailfence, Vivaldi, Mailo, Riseup, Disroot, Skiff, Runbox, Kolab Now
  "fastmail.com fastmail.co.uk fastmail.net fastmail.us fastmail.org fastmail.de fastmail.fr fastmail.es",
  "fastmail.jp fastmail.in fastmail.to fastmail.cn fastmail.im fastmail.mx fastmail.nl fastmail.se",
  "fastmail.tw fastmail.uk fastmail.co.il gmx.ch gmx.us gmx.co.uk gmx.es gmx.it gmx.eu gmx.org gmx.info",
  "gmx.biz gmx.cc gmx.co gmx.com.br gmx.hk gmx.ie gmx.lu gmx.ph gmx.pt gmx.ru gmx.se gmx.sg gmx.tm mein.gmx",
  "mail.de vivaldi.net mailo.com net-c.com mailoo.org netc.pt tuta.com tuta.io tutanota.com tutanota.de",
  "tutamail.com keemail.me zohomail.com zohomail.eu zohomail.in zohomail.com.au zoho.eu zoho.in duck.com",
  "startmail.com mailfence.com riseup.net disroot.org autistici.org inventati.org systemli.org skiff.com",
  "posteo.de posteo.net runbox.no kolabnow.com countermail.com ctemplar.com onmail.com",
  "cyberfear.com onionmail.org dnmx.org elude.in airmail.cc msgsafe.io openmailbox.org bluemail.me",
  // Microsoft, Yahoo and AOL by country
  "outlook.th hotmail.com.tr hotmail.se hotmail.no hotmail.fi hotmail.cl hotmail.co.za hotmail.co.in",
  "hotmail.co.id hotmail.hu hotmail.cz hotmail.at hotmail.lt hotmail.lv hotmail.sk hotmail.rs hotmail.ph",
  "hotmail.my hotmail.ch hotmail.com.hk hotmail.com.tw windowslive.com.tr live.se live.no live.fi live.com.pt",
  "live.at live.ch live.in live.co.za live.cl live.ru live.com.my live.com.ph passport.com myyahoo.com",
  "yahoo.com.tr yahoo.no yahoo.pl yahoo.hu yahoo.cz yahoo.nl yahoo.be yahoo.at yahoo.ch yahoo.pt yahoo.co.za",
  "yahoo.com.co yahoo.com.pe yahoo.com.ve yahoo.com.ng yahoo.com.ua yahoo.cl yahoo.fi yahoo.co.il aol.de",
  "aol.fr aol.jp",
  // Relays that hide the owner's address: Firefox Relay, SimpleLogin, addy.io, Proton Pass, Apple; temporary mailboxes
  "mozmail.com simplelogin.com simplelogin.co slmail.me slmails.com aleeas.com 8shield.net dralias.com",
  "silomails.com anonaddy.com anonaddy.me addymail.com passmail.net passmail.com tempmail.com mail.tm",
  "burnermail.io minuteinbox.com",
  // Korea
  "kakao.com dreamwiz.com empal.com empas.com lycos.co.kr paran.com hanmir.com chol.com freechal.com",
  "nownuri.net hanafos.com",
  // Japan
  "nifty.com nifty.ne.jp biglobe.ne.jp softbank.jp disney.ne.jp vodafone.ne.jp t.vodafone.ne.jp pdx.ne.jp",
  "ymobile.ne.jp y-mobile.ne.jp rakumail.jp uqmobile.jp ocn.ne.jp plala.or.jp so-net.ne.jp asahi-net.or.jp",
  "auone.jp dion.ne.jp odn.ne.jp hi-ho.ne.jp jcom.zaq.ne.jp zaq.ne.jp tiki.ne.jp eonet.ne.jp commufa.jp",
  "wakwak.com sannet.ne.jp",
  // China, Taiwan, Hong Kong
  "sohu.com vip.sohu.com 139.com 189.cn wo.cn wo.com.cn vip.163.com vip.126.com 163.net 21cn.net 263.net",
  "263.net.cn x263.net 88.com email.cn chinaren.com hinet.net ms1.hinet.net msa.hinet.net pchome.com.tw",
  "seed.net.tw url.com.tw giga.net.tw so-net.net.tw xuite.net mail2000.com.tw netvigator.com hkbn.net",
  "i-cable.com ctimail.com ctimail3.com pacific.net.hk",
  // Southeast and South Asia
  "pacific.net.sg streamyx.com tm.net.my jaring.my pldtdsl.net skyinet.net indosat.net.id cbn.net.id",
  "centrin.net.id loxinfo.co.th csloxinfo.com trueinternet.co.th truemail.co.th fpt.vn hn.vnn.vn hcm.vnn.vn",
  "hcm.fpt.vn brunet.bn camnet.com.kh cyber.net.pk brain.net.pk wol.net.pk paknet.com.pk bdonline.com",
  "bttb.net.bd sltnet.lk wlink.com.np ntc.net.np bsnl.in vsnl.net vsnl.com sancharnet.in airtelmail.in",
  "dataone.in eth.net satyam.net.in mtnl.net.in",
  // Germany, Austria, Switzerland
  "magenta.de vodafonemail.de unitybox.de unity-mail.de ewetel.net versanet.de nexgo.de o2mail.de",
  "alice-dsl.net alice.de firemail.de emailn.de directbox.com smart-mail.de inbox.de aikq.de eclipso.de",
  "eclipso.eu mnet-online.de osnanet.de htp-tel.de teleos-web.de aon.at chello.at inode.at utanet.at kabsi.at",
  "hispeed.ch swissonline.ch freesurf.ch tele2.ch mail.ch",
  // France, Italy
  "bbox.fr numericable.fr noos.fr cegetel.net 9online.fr tiscali.fr libertysurf.fr caramail.fr dartybox.com",
  "fastwebnet.it tele2.it",
  // Spain, Portugal
  "telefonica.net ono.com ya.com jazzfree.com mundo-r.com telecable.es iol.pt clix.pt netcabo.pt telepac.pt",
  "mail.telepac.pt kanguru.pt",
  // United Kingdom, Ireland
  "plus.com supanet.com lineone.net onetel.com pipex.com dsl.pipex.com f2s.com uwclub.net tesco.net iol.ie",
  // Netherlands, Belgium, Luxembourg
  "ziggo.nl kpnplanet.nl xs4all.nl upcmail.nl casema.nl quicknet.nl tele2.nl solcon.nl telfort.nl online.nl",
  "wxs.nl wanadoo.nl tiscali.nl zeelandnet.nl caiway.nl caiway.net scarlet.be belgacom.net brutele.be pt.lu",
  "vo.lu internet.lu",
  // Sweden, Norway, Denmark, Finland, Iceland, Baltic states
  "tele2.se bredband.net bredband2.com comhem.se glocalnet.net swipnet.se passagen.se online.no broadpark.no",
  "start.no getmail.no frisurf.no mail.dk jubii.dk ofir.dk tdcadsl.dk stofanet.dk post.tele.dk mail.tele.dk",
  "youmail.dk suomi24.fi elisanet.fi kolumbus.fi welho.com saunalahti.fi pp.inet.fi netti.fi dnainternet.net",
  "mbnet.fi phnet.fi simnet.is internet.is one.lt one.lv inbox.lt inbox.ee online.ee e-mail.lt takas.lt",
  // Poland, Czechia, Slovakia, Hungary
  "op.pl vp.pl tlen.pl go2.pl autograf.pl buziaczek.pl poczta.pl spoko.pl amorki.pl opoczta.pl 10g.pl",
  "intmail.pl onet.eu poczta.onet.pl vip.onet.pl neostrada.pl interia.eu interia.com atlas.cz volny.cz",
  "tiscali.cz quick.cz spoluzaci.cz azet.sk zoznam.sk stonline.sk orangemail.sk citromail.hu indamail.hu",
  "vipmail.hu upcmail.hu chello.hu digikabel.hu invitel.hu",
  // Balkans, Greece, Cyprus, Turkey
  "siol.net volja.net t-2.net amis.net net.hr inet.hr vip.hr t-com.hr zg.t-com.hr optinet.hr ptt.rs eunet.rs",
  "open.telekom.rs yubc.net t-com.me bih.net.ba mail.bg dir.bg gbg.bg rdslink.ro romtelecom.net upcmail.ro",
  "k.ro clicknet.ro rdsmail.ro otenet.gr in.gr hol.gr pathfinder.gr vivodinet.gr cytanet.com.cy",
  "cablenet.com.cy primehome.com mynet.com superonline.com ttnet.net.tr ttmail.com e-kolay.net",
  // Russia, Ukraine, Belarus, Caucasus, Central Asia
  "internet.ru yandex.ua yandex.by yandex.kz yandex.com.tr yandex.fr lenta.ru autorambler.ru myrambler.ru",
  "ro.ru rambler.ua qip.ru hotbox.ru nm.ru ngs.ru tut.by bigmir.net meta.ua online.ua email.ua e-mail.ua",
  "ua.fm 3g.ua mail.ua freemail.ua mail.kz mail.uz umail.uz inbox.uz mail.am freenet.am mail.tj",
  // Middle East, Africa
  "bezeqint.net 012.net.il 013.net 013net.net barak.net.il inter.net.il smile.net.il nana.co.il",
  "emirates.net.ae eim.ae saudi.net.sa tedata.net.eg menara.ma iam.net.ma gnet.tn topnet.tn planet.tn",
  "mweb.co.za telkomsa.net vodamail.co.za iafrica.com absamail.co.za lantic.net polka.co.za mtnloaded.co.za",
  "yoafrica.com zol.co.zw intnet.mu qualitynet.net omantel.net.om yemen.net.ye y.net.ye nets.com.jo",
  "cyberia.net.lb idm.net.lb terra.net.lb inco.com.lb scs-net.org chmail.ir mailfa.com vatanmail.ir",
  // United States, Canada
  "flash.net nvbell.net insightbb.com knology.net suddenlink.net mediacombb.net metrocast.net cogeco.net",
  "mymts.net nb.aibn.com nf.sympatico.ca ns.sympatico.ca aliant.net videotron.qc.ca globetrotter.net look.ca",
  // Latin America
  "superig.com.br pop.com.br brturbo.com.br click21.com.br veloxmail.com.br ibest.com.br terra.com.mx",
  "infinitum.com.mx terra.com.pe speedy.com.pe ciudad.com.ar sinectis.com.ar uolsinectis.com.ar tutopia.com",
  "vtr.net entelchile.net tie.cl manquehue.net une.net.co etb.net.co cable.net.co emcali.net.co cantv.net",
  "adinet.com.uy vera.com.uy racsa.co.cr cwpanama.net coqui.net prtc.net codetel.net.do",
  // Australia, New Zealand
  "aapt.net.au adam.com.au ozbigpond.com primus.com.au slingshot.co.nz paradise.net.nz clear.net.nz",
  "orcon.net.nz vodafone.net.nz ihug.co.nz snap.net.nz actrix.co.nz kinect.co.nz",
].flatMap((line) => line.split(" "));

/** In the package's list, but nobody can get a mailbox there. */
const NOT_CONSUMER_DOMAINS = [
  // Reserved for documentation (RFC 2606 §3).
  "example.com",
  // Public suffixes: below them are domains, not mailboxes (publicsuffix.org).
  ...["com.ar", "msk.ru", "net.ua", "org.ua", "spb.ru", "web.id", "za.com"],
];

/** Whether anyone can get an address at a domain. WorkOS rejects these too (WorkOS docs, "Domain verification"). */
export function isConsumerDomain(domain: string): boolean {
  if (NOT_CONSUMER_DOMAINS.includes(domain)) return false;
  return providers.includes(domain) || MORE_CONSUMER_DOMAINS.includes(domain);
}

/** Everyone gets a name below these, and nobody can have the domain itself. */
const TENANTS_ONLY = [
  // Microsoft Learn, "Domains FAQ" (Microsoft 365), "National clouds", "External ID", "Azure AD B2C"
  [
    "onmicrosoft.com",
    "mail.onmicrosoft.com",
    "onmicrosoft.us",
    "onmicrosoft.de",
    "onmschina.cn",
    "partner.onmschina.cn",
  ],
  ["b2clogin.com", "ciamlogin.com", "cloudflareaccess.com"],
].flat();

/** A company has the domain, and each of its customers an address below it (their documentation). */
const PLATFORMS = [
  // Sign-in and devices
  "okta.com oktapreview.com okta-emea.com okta-gov.com okta.mil trexcloud.com onelogin.com pingone.com",
  "pingone.eu pingone.asia pingone.ca jumpcloud.com duosecurity.com workos.com authkit.app rapididentity.com",
  "cyberark.cloud idaptive.app awsapps.com auth0.com us.auth0.com eu.auth0.com au.auth0.com jp.auth0.com",
  "uk.auth0.com ca.auth0.com jamfcloud.com kandji.io 1password.com 1password.eu 1password.ca mobileiron.com",
  "workspaceoneaccess.com vmwareidentity.com zscaler.net ts.net",
  // Work, support and sites
  "atlassian.net jira.com slack.com enterprise.slack.com zendesk.com freshdesk.com freshservice.com",
  "myfreshworks.com sharepoint.com sharepoint.us webex.com zoom.us zoomgov.com box.com app.box.com egnyte.com",
  "sharefile.com monday.com notion.site teamwork.com basecamphq.com kintone.com cybozu.com smartsheet.com",
  "hubspot.com intercom.com intercom.help helpscoutdocs.com statuspage.io pagerduty.com visualstudio.com",
  "ghe.com readme.io wordpress.com squarespace.com",
  // Customers, people, money
  "salesforce.com my.salesforce.com sandbox.my.salesforce.com develop.my.salesforce.com force.com",
  "lightning.force.com vf.force.com site.com my.site.com service-now.com servicenowservices.com dynamics.com",
  "crm.dynamics.com powerappsportals.com myworkday.com wd1.myworkdayjobs.com wd3.myworkdayjobs.com wd5.myworkdayjobs.com wd12.myworkdayjobs.com myworkdayjobs.com bamboohr.com personio.de",
  "personio.com hibob.com successfactors.com successfactors.eu greenhouse.io lever.co icims.com taleo.net",
  "rippling.com ultipro.com coupahost.com netsuite.com ondemand.com accounts.ondemand.com s4hana.ondemand.com",
  "concursolutions.com quickbase.com",
  // Learning and data
  "docebosaas.com talentlms.com instructure.com blackboard.com moodlecloud.com datadoghq.com splunkcloud.com",
  "snowflakecomputing.com cloud.databricks.com azuredatabricks.net looker.com",
  // Dynamics 365 has a name for each region (Microsoft Learn, "Datacenter regions").
  Array.from({ length: 22 }, (_, region) => `crm${region || ""}.dynamics.com`).join(" "),
].flatMap((line) => line.split(" "));

/** Their links are about somebody else: short links, search, and what teams write and share. */
const LINK_HOSTS = [
  "aka.ms bit.ly buff.ly cutt.ly goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly shorturl.at t.co t.ly",
  "tinyurl.com v.gd youtu.be",
  "google.com bing.com duckduckgo.com facebook.com instagram.com linkedin.com threads.com twitter.com x.com",
  "xing.com youtube.com reddit.com crunchbase.com glassdoor.com wikipedia.org web.archive.org github.com",
  "gitlab.com bitbucket.org stackoverflow.com",
  "notion.so trello.com calendly.com figma.com miro.com asana.com airtable.com dropbox.com loom.com",
  "linear.app clickup.com canva.com docusign.com docusign.net zoom.us slack.com whereby.com mailchi.mp",
].flatMap((line) => line.split(" "));

/** Whether the links of a site say nothing about who pasted them. */
export function hasLinksOfOthers(domain: string): boolean {
  return LINK_HOSTS.includes(domain);
}

const US_STATES =
  "ak al ar az ca co ct de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok or pa ri sc sd tn tx ut va vt wa wi wv wy";

/** Governments and universities: each agency or college below has a name and an administration of its own. */
const TREES = [
  // get.gov, and RFC 1480 for .us
  US_STATES.split(" ").flatMap((state) => [`${state}.gov`, `state.${state}.us`]),
  // The directories of agencies of these governments
  ["admin.ch", "bund.de", "europa.eu", "gv.at", "gov.wales", "nsw.gov.au", "act.gov.au", "nt.gov.au"],
  ["gov.bc.ca", "gov.ab.ca", "gov.on.ca", "gov.mb.ca", "gov.sk.ca", "gov.ns.ca", "gov.nl.ca", "gouv.qc.ca"],
  // Collegiate universities
  ["cam.ac.uk", "ox.ac.uk", "lon.ac.uk", "wales.ac.uk"],
].flat();

/** Who has the names below a domain: customers of a platform, or parts of a government or university. */
export function tenancyOf(domain: string): "tenants_only" | "platform" | "tree" | undefined {
  if (TENANTS_ONLY.includes(domain)) return "tenants_only";
  if (PLATFORMS.includes(domain)) return "platform";
  return TREES.includes(domain) ? "tree" : undefined;
}
