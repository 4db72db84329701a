"""What people need, how help is given, and in which languages: the words that referrals and providers share."""

from casework.settings import N_

NEEDS = {
    "counselling": N_("Counselling"),
    "addiction": N_("Alcohol, drugs, gambling"),
    "legal": N_("Legal advice"),
    "family": N_("Marriage and family"),
    "finance": N_("Money and debt"),
    "crisis": N_("Help in a crisis"),
    "smoking": N_("Giving up smoking"),
    "wellness": N_("Wellness and health"),
    "retraining": N_("Retraining and placement"),
}

IN_PERSON = "in person"
WAYS = {
    IN_PERSON: N_("In person"),
    "phone": N_("By phone"),
    "video": N_("By video"),
    "chat": N_("In writing"),
}
REMOTE = frozenset(WAYS) - {IN_PERSON}
FOLLOW_UP = "follow up"
MEETINGS = {**WAYS, FOLLOW_UP: N_("A coordinator asks how it goes")}
"""How an appointment is kept: with the provider, or as a follow-up of our own."""

LANGUAGES = {
    "ar": N_("Arabic"), "bg": N_("Bulgarian"), "da": N_("Danish"), "de": N_("German"), "en": N_("English"),
    "es": N_("Spanish"), "fa": N_("Persian"), "fi": N_("Finnish"), "fr": N_("French"), "hi": N_("Hindi"),
    "hr": N_("Croatian"), "hu": N_("Hungarian"), "it": N_("Italian"), "lt": N_("Lithuanian"), "nb": N_("Norwegian"),
    "nl": N_("Dutch"), "pl": N_("Polish"), "pt": N_("Portuguese"), "ro": N_("Romanian"), "ru": N_("Russian"),
    "sign": N_("Sign language"), "so": N_("Somali"), "sv": N_("Swedish"), "ti": N_("Tigrinya"), "tr": N_("Turkish"),
    "uk": N_("Ukrainian"), "ur": N_("Urdu"), "vi": N_("Vietnamese"), "zh": N_("Chinese"),
}  # fmt: skip
"""By code. What is missing is added here: a provider's languages and a referral's are these."""
