/** Words of programming languages: one that takes the place of another is no rename. */
const WORDS_OF_LANGUAGES = new Set(
  (
    "abstract and any as async await bool boolean break case catch char class const continue def " +
    "default defer del delete do elif else enum export extends extern false final finally float fn " +
    "for from func function global go goto if impl implements import in instanceof int interface is " +
    "lambda let loop match mod module mut namespace never new nil none None not null number object " +
    "or package pass private protected pub public raise readonly ref require return self Self " +
    "static str string struct super switch then this throw throws trait true True False try type " +
    "typeof undefined union unknown unsafe use using val var void where while with yield"
  ).split(" "),
);

export function isLanguageWord(word: string): boolean {
  return WORDS_OF_LANGUAGES.has(word);
}
