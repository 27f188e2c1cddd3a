#include "drill/concepts.h"

#include <array>

namespace decide::drill {

namespace {

constexpr std::array concept_rows{
    Concept{"=repeat",
            "duplicate duplicates duplicated duplication dedupe dedup deduplicate repeat repeated repeats "
            "repeatedly twice "
            "copies copy redeliver redelivered redelivery resend resends resent resubmitted replayed retries "
            "retry "
            "retried identical doubles doubled idempotent collapse already"},
    Concept{"=down",
            "down downtime outage outages offline dark blank unavailable unreachable breaks broken crash "
            "crashes crashed "
            "stops stopped stalled standstill fails failure failed dies dead interruption availability "
            "recover recovery "
            "resilient restart emergency impact tolerate cope hurts overload blind"},
    Concept{"=loss", "lose losing lost loss drop dropped dropping missing gap"},
    Concept{"=fresh",
            "fresh freshness stale staleness realtime real-time live streaming stream nightly hourly batch "
            "daily refresh "
            "trail trailed behind lag seconds minutes instant instantly quickly visible appear appears show "
            "shows "
            "immediately soon fast current alerted throttled satisfy suffice"},
    Concept{"=exact",
            "exact exactly exactness accurate accuracy precise precision perfect approximate approximately "
            "estimate "
            "estimates estimated rounded rough inaccuracy deviate deviation wrong error tolerance sample "
            "sampling "
            "noise slightly off preliminary complete correct incorrect imprecise settle adjusted contract "
            "contractual "
            "evidence identical"},
    Concept{
        "=keep",
        "keep kept retain retained retention store stored storage archive archived delete deleted purge "
        "purged "
        "expire expired history historical age lifetime old older oldest past years months thrown forever "
        "downsample recent ago window range slice hot cold period accessed"},
    Concept{
        "=late",
        "late later lateness delay delayed delays arrive arrives arrival arriving buffer buffered sequence "
        "straggler stragglers order overtake sync hold connectivity watermark median tail held afterwards "
        "trickle "
        "days-old receive turn"},
    Concept{"=form",
            "schema schemas format formats field fields version versions layout layouts protocol spec "
            "specification "
            "migration migrations ddl rename renamed evolve evolution compatible structure standard dictates "
            "message payload"},
    Concept{
        "=reader",
        "reads read reader readers consumer consumers query queries sql api dashboard lookup lookups fetch "
        "portal console screen screens report reports downstream users user audience display displayed "
        "displays "
        "view look looks analysts plot poll search subscribe depend depends uses"},
    Concept{"=amount",
            "volume throughput rate rates average peak traffic load size bytes growth grow grows growing "
            "grew climbing "
            "rising doubles spike spikes spiky burst bursts bursty heavy many number count quantity increase "
            "percentage "
            "concurrent daily distinct"},
    Concept{"=person",
            "personal pii privacy private gdpr ccpa hipaa pci sox erasure erase erasing erased forgotten "
            "identify identifiers "
            "identifier individual legal law laws regulation regulatory regulator statutory sensitive "
            "pseudonymise "
            "entitled children sarbanes oxley compliance frameworks"},
    Concept{"=proof",
            "audit auditor auditors audited log logs logged trail traceable prove proof evidence access "
            "accessed recorded"},
    Concept{"=rank",
            "priority priorities prefer preference rank sacrifice trade tradeoff compromise favour favor "
            "concessions "
            "optimise optimize objective goal matters important importance rather save ready slip"},
    Concept{"=money",
            "cost costs cheap cheaper cheapest expensive budget spend spending bill bills money pay price "
            "ceiling afford"},
    Concept{
        "=truth",
        "authority truth wins win dispute disputes disagree disagreement discrepancy mismatch mismatches "
        "diverge "
        "deviates definitive binding authoritative arbitrate reconcile official word whose settle prevails"},
    Concept{"=day",
            "timezone timezones zone zones midnight utc local daylight boundary boundaries calendar clock "
            "clocks o'clock "
            "sydney tokyo berlin london angeles worldwide a.m. roll rolls stamp stamps timestamp"},
    Concept{"=final",
            "final finalised finalized invoice invoices invoiced statement statements payout payouts payroll "
            "reissue "
            "reissued reopen credit note close closes closed cutoff deadline correction frozen month refund "
            "reversed"},
    Concept{"=staff",
            "engineers engineer employees employed staff hire hires managers manager accountants trainers "
            "trains team "
            "teams salary licence license brand react native vendor office owned rented colour color logo "
            "designs"},
};

}  // namespace

std::span<const Concept> concepts() {
  return concept_rows;
}

}  // namespace decide::drill
