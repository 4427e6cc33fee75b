use lib $*PROGRAM.parent;
use Greetings;

say greet("Ada");
