#include "directory/directory_everyday.h"

#include <string.h>

/* Folded; one run of words a language, with a space on either side. Those of several languages
 * stand in each of them. */
static const struct {
    enum search_lang lang;
    const char *words;
} EVERYDAY[] = {
    {SEARCH_EN,
     " able actually advice again ago almost already also always another anybody anymore "
     "anyone anything anywhere around ask asking away bad because become before being "
     "best better both bring call came can't cannot cant center centre come comes coming "
     "could couldnt day days did didnt different doesnt doing done dont each easy either "
     "else end enough ever every everyone everything far feel feeling few find finding "
     "first found free full gave get gets getting give given gives go goes going gone "
     "good got great group guy hard hello help helped helping helps hey hi hope id im "
     "info information isnt ive just keep kind knew know known knows last later least "
     "leave left let like little live lives living long look looking looks lot made make "
     "makes making many matter may maybe mean might mine more most much must myself near "
     "nearby nearest need needed needs never new next nobody none nothing now off office "
     "often old once one only open organisation organization other others out outside "
     "over own people person place places please possible problem put quick quickly "
     "really right said same saw say says see seem sent service services shall should "
     "show since somebody somebodys someone something sometimes somewhere soon speak "
     "speaking speaks start started still stop stuff such support sure take taken takes "
     "taking tell thank thanks theyre thing things think time today together told "
     "tomorrow tonight too took toward tried try trying two under until up upon urgent "
     "urgently use used using usually very via want wanted wants way week weeks went "
     "whats whenever whether while whom whose why within without wont word work's yes yet "
     "yours "},
    {SEARCH_AR,
     " 3ala 3alashan 3an 3andi 3ashan 3awez 3awza 3ayez 3ayiz 3ayz 3ayza 3ayzin 3la 3ndi "
     "3shan 7ada a7taj abgha abghi abi aby ahtaj ana aw b2dar b7taj ba2dar badde baddi "
     "bas bidde biddi bidi bihtaj delwa2ty dilwa2ti eh elli enta feen fein fi hal halla2 "
     "hallak hay hayda hon hoon kamen keef kif kteer ktir lazem lazim leh leish lesh ma3 "
     "ma3i mafi mafish me7taj men mesh mihtaj min mish mo7taj momken msh mshan mumkin shi "
     "sho shu wala ween wein wen yalli ابحث ابغا ابغي ابي احتاج احتاجه احد احسن احكي احنا "
     "ادور اذا ارجو ارغب اروح اريد ازاي اسال استطيع اشوف اشي اعرف اعمل افضل اقدر اكتر "
     "اكثر الاقي الان اللي المساعده الو الي اليوم امس انا انت انتي اني اود اي ايش ايضا "
     "اين ايه باغي بتاع بتاعي بحاجه بحتاج بدك بدنا بده بدها بدور بدون بدي برشا برضو بزاف "
     "بس بصير بعد بعرف بغيت بقدر بكرا بكره بلا بلاقي بيحكي بيساعد بيساعدني تاني تبع تبعي "
     "تساعدني تقدر توجد ثاني جدا جديد جنب جنبي جهه حاجتي حاجه حاليا حتي حد حدا حق حقي "
     "حوالي خدمات خدمه خلاص خلص دا دلوقتي ده دور دول دي ديال ديالي راح رجاء رح ساعدني "
     "ساعدوني سلام سمحت سمحتوا سوال شخص شكرا شكون شلون شنو شنوه شو شي شيء صار صارت ضروري "
     "عاوز عاوزه عاوزين عايز عايزه عشان علاش علشان علي عليا عليكم عم عمال عند عندك عندنا "
     "عنده عندها عندي غير فقط فما فيا فيش فين فيني فيي قبل قريب قريبا قريبه كاين كتير "
     "كثير كثيرا كده كل كمان كيف كيفاش لاجل لازم لاقي لدي لدينا لك لكم لما لماذا لمن لمين "
     "لنا لها لهم لو لي ليش ليه مااعرف ماذا ماشي ماعندي مافي مافيش مال مالي مب محتاج "
     "محتاجه محتاجين محل مرحبا مركز مره مساعده مش مشان معاي معايا معك معنا معنديش معي "
     "مفيش مكان ممكن منشان منها منهم منو منين مو موش موضوع مين ناس نبغي نبي نحب نحتاج "
     "نروح نريد نعمل نقدر هاد هادا هاذا هاي هذول هذي هلا هلق هم هناك هنيك هو هون هي هيدا "
     "هيدي هيك واحد واحده واش وش وين وينه ويني يا يجب يحكي يساعد يساعدني يصير يعرف يعطي "
     "يعطيك يعطيني يعني يقدر يلي يمكن يمكنني ينفع يوجد "},
    {SEARCH_FR,
     " ai aide aider aidez au aujourd aux avec besoin bien bonjour ce ces cet cette "
     "cherche chercher chez comment dans de des du elle elles entre est et faire fait "
     "gratuit gratuite hui ici il ils j je la le les leur leurs ma maintenant merci mes "
     "mon ne nous on ou par parlant parle pas personne personnes peut peux plus pour pres "
     "proche puis que quel quelle quelles quelqu quelque quels qui quoi sa sans se ses "
     "son sont sous suis sur svp tres trouver un une veux voudrais vouloir vous "},
    {SEARCH_ES,
     " ahora al algo alguien algun alguna aqui ayuda ayudar ayuden buscar busco cerca "
     "como con de del donde el en entre es esta estan estoy favor gracias gratis habla "
     "hable hay hola hoy la las le les lo los mas me mi mis muy necesito o para pero "
     "persona personas por puede puedo que quien quiero se sin sobre son soy su sus tengo "
     "tiene tu un una unas uno unos y yo "},
    {SEARCH_DE,
     " am an auch auf aus bei bin bitte brauche brauchen danke das dem den der des die "
     "ein eine einem einen einer eines er es etwas euch fur gibt habe haben hallo helfen "
     "heute hier hilfe hilft ich im in ist jemand jemanden jetzt kann kein keine konnen "
     "kostenlos kostenlose leute mehr mein meine meinen meiner menschen mich mir mit "
     "mochte nach nahe nahen nicht noch oder ohne sehr sich sie sind spricht suche suchen "
     "uber und uns unter vom von war was weil wenn wer werden wie will wir wird wo zu zum "
     "zur zwischen "},
    {SEARCH_TR,
     " ariyorum bana ben benim bir biz bu bugun bulabilirim cok da daha de en gerek "
     "gerekiyor gibi hangi icin ile istiyorum kadar kim konusan lazim lutfen merhaba mi "
     "mu nasil ne nerede nereden nereye o olan olarak once simdi siz sonra su tesekkurler "
     "ucretsiz var ve veya ya yakin yardim yok "},
    {SEARCH_RU, " а без бесплатно бесплатный быть в вы где для до есть еще за здесь здравствуйте и "
                "из или ищу к как какая какой ко кто меня мне могу можно мои мой моя мы на нам не "
                "нет но нужен нужна нужно нужны около он она они от очень по пожалуйста помогите "
                "помочь помощь при привет рядом с сегодня сейчас со спасибо у уже хочу что это я "},
    {SEARCH_IT,
     " aiuto bisogno cerco che chi come con dei del della di dove gli ho i il io la le lo "
     "mi mia mio per senza sono un una uno vicino "},
    {SEARCH_PT,
     " a ajuda as com como da das do dos eu meu minha na no o onde os para perto preciso "
     "procuro que quem quero sem um uma "},
    {SEARCH_PL, " bez blisko dla do gdzie i ja jak jestem kto lub mam moj moja na pomoc pomocy "
                "potrzebuje szukam w z "},
};

/* Between spaces, as the first and the last word of a run stand too. */
static bool run_has(const char *run, struct str word)
{
    char key[32];

    if (word.n == 0 || word.n > sizeof(key) - 2) /* longer than any of them */
        return false;
    key[0] = ' ';
    memcpy(key + 1, word.p, word.n);
    key[word.n + 1] = ' ';
    return memmem(run, strlen(run), key, word.n + 2) != NULL;
}

bool directory_everyday(struct str folded, enum search_lang *lang)
{
    int found = 0;

    if (lang)
        *lang = SEARCH_LANG_UNKNOWN;
    for (size_t i = 0; i < sizeof(EVERYDAY) / sizeof(EVERYDAY[0]); i++) {
        if (folded.n == 0 || !run_has(EVERYDAY[i].words, folded))
            continue;
        if (lang)
            *lang = found == 0 ? EVERYDAY[i].lang : SEARCH_LANG_UNKNOWN;
        found++;
    }
    return found != 0;
}
