/** What shells know by themselves: commands and words of their language. */
export const BUILT_IN: ReadonlySet<string> = new Set(
  (
    ". : alias bg bind break builtin caller case cd command continue declare dirs disown echo enable " +
    "eval exec exit export false fc fg for function getopts hash help history if jobs kill let local " +
    "logout popd printf pushd pwd read readonly return select set shift shopt source suspend test time " +
    "times trap true type typeset ulimit umask unalias unset until wait while"
  ).split(" "),
);
