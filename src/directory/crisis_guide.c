/* What to do right now: the texts of the page, in the order of the page.
 *
 * First aid that is well established, not advice of a doctor or a lawyer: docs/crisis-sources.md
 * names where each part comes from. Whoever changes a text changes it in Arabic too and looks at
 * the source again. Nothing here promises, judges, or sends anybody to the police or the family.
 */
#include "directory/crisis_guide.h"

#include "i18n/i18n.h"

/* clang-format off */
static const char *const LIFE[] = {
    N_("Put off every decision: ten minutes first, then ten more."),
    N_("Get away from anything that could do harm: go to another room or outside, or ask "
       "somebody to keep it."),
    N_("Go to where people are, or call one person. One sentence is enough: “I am not well, "
       "please stay with me.” The reason can stay yours."),
    N_("Call or write to one of the lines above. If nobody answers, try the next one."),
    N_("No alcohol and no drugs for now: they make the wave higher."),
    N_("If something has been taken already, or there is a wound: a hospital or an ambulance "
       "at once, even if you feel fine. What was taken and how much is what they need to know; "
       "why is not."),
    NULL,
};
static const char *const SOMEONE[] = {
    N_("Ask calmly and directly: “Are you thinking of ending your life?” The question does not "
       "put the idea there; it often brings relief."),
    N_("Listen more than you speak. No blame, no debate, no “others have it worse”."),
    N_("Stay, or agree on who stays. Put away together what could do harm."),
    N_("Ask who may know, and who must not. Family, employer or police can be the very danger: "
       "nobody is told without asking first."),
    N_("If life is in danger this very minute, medical help comes first. Say only what the "
       "helpers need to know."),
    N_("Call a line together, or alone to ask for advice: they also speak with those who stand "
       "by."),
    NULL,
};
static const char *const HOME[] = {
    N_("While it lasts: stay near a way out, far from the kitchen and from weapons. Protect "
       "head and neck."),
    N_("If you can leave: choose a quiet hour and announce nothing. Take what is hard to "
       "replace: papers or pictures of them, medicines, money, keys, phone and charger."),
    N_("First turn off the sharing of your location, and leave nothing behind that says where "
       "to."),
    N_("Tonight: a friend who keeps it quiet, a shelter from the directory, or a place that is "
       "lit and open all night, like the waiting room of a hospital."),
    N_("If you stay for now: agree with somebody on a word or a sign that means “I need you "
       "now”. Keep a small bag with them."),
    N_("If you are locked in, or are to be taken away against your will, to be married or "
       "“cured”: let somebody outside know when and where to. At an airport, staff can be "
       "asked for help out of sight."),
    N_("Let a doctor see injuries, and write down the days. Pictures are safer with somebody "
       "you trust than on your phone."),
    NULL,
};
static const char *const THREATS[] = {
    N_("Pay nothing and send nothing more. Who is paid once usually asks again."),
    N_("Stop answering, but delete nothing: not the chat, not the account. First take pictures "
       "of everything: names, numbers, addresses, days, threats, demands. Then block."),
    N_("Tell one person you trust. Blackmail lives from your being alone with it."),
    N_("Change the passwords, e-mail first, on a device the other side never held. Turn on "
       "sign-in in two steps, and hide the list of friends."),
    N_("Report the account where it happened. For intimate pictures: StopNCII.org, or Take It "
       "Down (takeitdown.ncmec.org) when they were taken before the age of 18. Both hinder "
       "spreading, and the pictures never leave your device."),
    N_("Before going to the police, ask a lawyer from the directory: in some countries it "
       "protects, in others it brings danger."),
    N_("If they know where you live: sleep somewhere else for some days, if you can."),
    NULL,
};
static const char *const ARREST[] = {
    N_("Stay calm, with your hands in sight. Do not run, push or argue."),
    N_("Ask: “Am I free to go?” If so, walk away slowly. If not: “Why am I being held, and "
       "where am I being taken?”"),
    N_("Say little: “I would like to speak with a lawyer first.” In many countries nobody has "
       "to say more than who they are. Explaining and joking do harm, and so does a false "
       "statement."),
    N_("Sign nothing that you have not read and understood. Ask for an interpreter and for a "
       "copy."),
    N_("The phone: “I do not agree to a search.” Whether that counts depends on the country; "
       "it is not worth a blow."),
    N_("Examinations of the body: “I do not agree.” So-called anal examinations prove nothing; "
       "the World Medical Association and United Nations experts call them worthless and "
       "ill-treatment."),
    N_("Ask that somebody be told where you are. Ask for medicines that must not be missed; "
       "what they are for is yours to tell or not."),
    N_("Refugees can ask for the United Nations refugee agency (UNHCR). Foreigners can ask for "
       "their embassy, and need not when that is where the danger is."),
    N_("Afterwards: write down names, times, places and words while they are fresh. Have "
       "injuries seen by a doctor. Call a lawyer."),
    N_("If somebody else was taken: a lawyer first. Publish no name and no picture without "
       "their word."),
    NULL,
};
static const char *const ASSAULT[] = {
    N_("First a safe place, and somebody you trust."),
    N_("See a clinic or a doctor as soon as possible, also if nothing hurts. Medicine against "
       "HIV has to begin within 72 hours, best within 24. Pills against pregnancy work for up "
       "to five days, the sooner the better."),
    N_("Later than that it is still worth going: wounds, tests, vaccines, treatment of other "
       "infections, somebody to talk to."),
    N_("Care does not depend on a report. In some places clinics must pass on what they hear; "
       "ask first: “What do you have to report, and to whom?”"),
    N_("If you may want to prove it one day: if possible, do not wash yet, and keep the "
       "clothes in a paper bag. If you have washed, that is all right; go all the same."),
    N_("Every question and every examination can be refused, or stopped halfway."),
    NULL,
};
static const char *const MEDICINES[] = {
    N_("A possible exposure to HIV (a torn condom, a shared needle): medicine can still "
       "prevent an infection. As soon as possible, best within 24 hours and no later than 72: "
       "a clinic or an emergency room, and the word “PEP”. It is taken for 28 days."),
    N_("A dose of HIV medicine was missed: take it when you remember. If the next one is due "
       "already, take just that one, never two at once, unless your clinic said otherwise."),
    N_("Medicines running out, or missed for days: call your clinic, another clinic or a "
       "pharmacy today. Do not share or stretch doses on your own. After a break the way back "
       "is always open."),
    N_("On the road, in hospital, in custody: “I have medicines that must not be interrupted.” "
       "Which illness it is can stay unsaid to all but the doctor."),
    N_("Medicines for diabetes, epilepsy, the heart or the mind, and cortisone, should not "
       "stop suddenly either: ask a doctor or a pharmacy the same day."),
    NULL,
};
static const char *const PANIC[] = {
    N_("Sit down or lean on something. Feel both feet on the ground."),
    N_("Breathe out longer than in: in to the count of four, out to the count of six. Ten "
       "times."),
    N_("Name five things to see, four to touch, three to hear, two to smell, one to taste."),
    N_("Hold something cool, or drink water in small sips."),
    N_("Tell yourself: “This is fear. It has passed before, and it is passing now.”"),
    N_("Chest pain that is new or strong, fainting, or breath that does not come back: medical "
       "help, now."),
    NULL,
};
static const char *const PHONE[] = {
    N_("“Leave now” at the top of every page ends the visit and opens an ordinary site. It "
       "works without anything having been set up."),
    N_("A private window is best, or a phone that nobody else holds. The address of this page "
       "says nothing, but the browser’s history keeps it: delete the entry."),
    N_("Calls stay in the phone’s list and may stand on the bill. Delete them there, or use "
       "another phone."),
    N_("Before a checkpoint, a border or going home: sign out; clear chats, pictures and apps "
       "that bring danger, also from the bin; hide the previews of messages; lock with a code "
       "instead of finger or face."),
    N_("An empty phone draws attention as well: leave everyday things on it."),
    N_("If somebody seems to be reading along: change nothing yet, it would be noticed. Look "
       "for advice from another device first."),
    NULL,
};

const struct crisis_part CRISIS_PARTS[] = {
    {.id = "life",
     .title = N_("When living feels unbearable"),
     .lead = N_("Thoughts of death are a sign of pain, not a decision. However strong they "
                "are, they rise and fall like a wave. What counts now is the next few minutes."),
     .steps = LIFE,
     .end = N_("Afterwards come sleep, food and company. Asking for help can be done as many "
               "times as it takes.")},
    {.id = "someone",
     .title = N_("When you fear for somebody else’s life"),
     .steps = SOMEONE,
     .end = N_("Nobody can carry this alone. Somebody you trust can listen to you too, without "
               "hearing a name.")},
    {.id = "home",
     .title = N_("Violence at home, or nowhere to go tonight"),
     .steps = HOME,
     .end = N_("None of this is your fault. You know your danger best, also when it is wiser "
               "to stay for now.")},
    {.id = "threats",
     .title = N_("Threats and blackmail"),
     .steps = THREATS,
     .end = N_("The shame belongs to those who threaten, not to you.")},
    {.id = "arrest",
     .title = N_("Arrest, checkpoint, questioning"),
     .lead = N_("Rights differ from country to country; what follows holds in many of them. A "
                "lawyer of the place knows better: keep a number on paper, or by heart."),
     .steps = ARREST},
    {.id = "assault",
     .title = N_("After sexual violence"),
     .lead = N_("Whatever happened, it was not your fault. What happens next is for you to "
                "decide, one thing after the other."),
     .steps = ASSAULT,
     .end = N_("Fear, sleeplessness, anger, or feeling nothing at all: in the first weeks all "
               "of that is a natural answer. Help is there also when it happened long ago.")},
    {.id = "medicines",
     .title = N_("Missed medicines, or a possible exposure"),
     .steps = MEDICINES},
    {.id = "panic",
     .title = N_("Panic, or everything far away"),
     .lead = N_("Panic is frightening, and it passes, usually within minutes."),
     .steps = PANIC},
    {.id = "phone",
     .title = N_("So that nobody finds this on the phone"),
     .steps = PHONE},
    {.id = NULL},
};
/* clang-format on */
