"""The queries, as the design says them and as the engine's metadata is asked."""
import dataclasses

from tables import CAMPAIGNS, COUNTRIES, campaign

SAMPLES = 40  # values, spread evenly, that a query is averaged over: one alone could lie on a border


@dataclasses.dataclass(frozen=True)
class Query:
    name: str
    filters: str    # of the design
    columns: tuple  # that are read, those of the filters included
    days: int = 0         # the last so many; 0: all
    campaigns: int = 0    # so many values
    countries: int = 0
    campaign_share: float = 0  # a range of values

    def design(self):
        return f"{{table: events, filters: {{{self.filters}}}, columns: [{', '.join(self.columns)}], runs: 100/day}}"

    def samples(self):
        """Values of the columns that are asked for: a list of wanted values for each, several times."""
        return [self.sample(k) for k in range(SAMPLES)]

    def sample(self, k):
        wanted = {}
        if self.campaigns:
            first = (2 * k + 1) * CAMPAIGNS // (2 * SAMPLES)
            wanted["campaign_id"] = sorted(
                campaign((first + j * 389) % CAMPAIGNS) for j in range(self.campaigns))
        if self.campaign_share:
            width = round(CAMPAIGNS * self.campaign_share)
            begin = (2 * k + 1) * (CAMPAIGNS - width) // (2 * SAMPLES)
            wanted["campaign_id"] = [campaign(number) for number in range(begin, begin + width)]
        if self.countries:
            wanted["country"] = [f"c{k % COUNTRIES:03}"]
        return wanted


QUERIES = (
    Query("one campaign", "campaign_id: one", ("campaign_id", "cost"), campaigns=1),
    Query("one campaign of a day", "event_time: last 1 d, campaign_id: one",
          ("event_time", "campaign_id", "cost"), days=1, campaigns=1),
    Query("five campaigns of three days", "event_time: last 3 d, campaign_id: 5 values",
          ("event_time", "campaign_id", "cost"), days=3, campaigns=5),
    Query("a range of campaigns", "campaign_id: 5%", ("campaign_id", "user_id"), campaign_share=0.05),
    Query("one country of a day", "event_time: last 1 d, country: one",
          ("event_time", "country", "user_id"), days=1, countries=1),
    Query("a week", "event_time: last 7 d", ("event_time", "campaign_id", "cost"), days=7),
    Query("everything", "", ("event_id", "event_time", "campaign_id", "user_id", "country", "cost")),
)
