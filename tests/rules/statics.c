/* Compiled by tests/rules/run: five that change, three that cannot. */
int counter;
static int level = 3;
static const char *moving = "a";
_Thread_local int scratch;
static const char *const fixed[] = {"a", "b"};
static const int table[] = {1, 2};
const char name[] = "awn";
int next(int i);
int next(int i)
{
    static int calls;
    calls += i;
    level += moving[0];
    moving = fixed[i];
    return counter + level + table[i] + calls + name[i] + scratch;
}
