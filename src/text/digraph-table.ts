/**
 * The default digraphs (RFC 1345, as Neovim has them). One entry per run of consecutive code points,
 * entries separated by `\n`: the first code point in base 36, a space, two characters for each.
 */
export const DIGRAPH_TABLE =
  "1 SHSXEXETEQAKBLBSHTNU\na LFVTFFCRSOSIDLD1D2D3D4NKSYEBCNEMSBECFSGSRSUSSP\nz NbDO\n1s At" +
  "\n2j <(//)>'>\n2o '!\n3f (!!!!)'?DTPAHOBHNHINNLSAESHSHJVSPDPURIS2S3DCP1P2TSCCMWSGEGSSGC" +
  "SCCISTOCPMACNS!I\n4h ~!Ct\n4i c|Pd\n4j $$Cu\n4k oxYe\n4l Y-BB\n4m ||SE':Co\n4p cO-a<<NO\n4s " +
  "-,--Rg'm\n4v -=DG\n4w ~o+-2S\n4y 223S\n4z 33''MyPI\n52 pp.M\n53 ~.',1S\n55 11-o>>141234?I\n5" +
  "b ~?A!\n5c A`A'A>\n5e A^A?\n5f A~A:\n5g A\"AA\n5h A@AEC,E!\n5k E`E'E>\n5m E^E:\n5n E\"I!\n5o I`" +
  "I'I>\n5q I^I:\n5r I\"D-N?\n5t N~O!\n5u O`O'O>\n5w O^O?\n5x O~O:*X\n5z /\\O/U!\n61 U`U'U>\n63 U^" +
  "U:Y'TH\n66 Ipssa!\n68 a`a'a>\n6a a^a?\n6b a~a:\n6c a\"aa\n6d a@aec,e!\n6g e`e'e>\n6i e^e:\n6j " +
  "e\"i!\n6k i`i'i>\n6m i^i:d-n?\n6p n~o!\n6q o`o'o>\n6s o^o?\n6t o~o:-:o/u!\n6x u`u'u>\n6z u^u:" +
  "y'thy:\n73 y\"A-a-A(a(A;a;C'c'C>c>C.c.C<c<D<d<D/d/E-e-E(e(E.e.E;e;E<e<G>g>G(g(G.g.G,g," +
  "H>h>H/h/I?i?I-i-I(i(I;i;I.i.IJijJ>j>K,k,kkL'l'L,l,L<l<L.l.L/l/N'n'N,n,N<n<'nNGngO-o-" +
  "O(o(O\"o\"OEoeR'r'R,r,R<r<S's'S>s>S,s,S<s<T,t,T<t<T/t/U?u?U-u-U(u(U0u0U\"u\"U;u;W>w>Y>y>" +
  "Y:Z'z'Z.z.Z<z<\nbk O9o9OIoi\nbq yr\nbz U9u9\nc5 Z/z/ED\nct A<a<I<i<O<o<U<u<\nda A1a1A7a7A3" +
  "a3G/g/G<g<K<k<O;o;O1o1EZezj<\ndw G'g'\njj ;S\njr '<\nk8 '('.'0';\nkd '\"\np2 A%\np4 E%Y%I%\np" +
  "8 O%\npa U%W%i3A*B*G*D*E*Z*Y*H*I*K*L*M*N*C*O*P*R*\npv S*T*U*F*X*Q*W*J*V*a%e%y%i%u3a*b*" +
  "g*d*e*z*y*h*i*k*l*m*n*c*o*p*r**ss*t*u*f*x*q*w*j*v*o%u%w%\nrc 'G,GT3t3M3m3K3k3P3p3\ns4 " +
  "'%j3\nsh IOD%G%IEDSIIYIJ%LJNJTsKJ\nsu V%DZA=B=V=G=D=E=Z%Z=I=J=K=L=M=N=O=P=R=S=T=U=F=H=" +
  "C=C%S%Sc=\"Y=%\"JEJUJAa=b=v=g=d=e=z%z=i=j=k=l=m=n=o=p=r=s=t=u=f=h=c=c%s%sc='y=%'jejuja" +
  "\nup iod%g%iedsiiyij%ljnjtskj\nv2 v%dz\nv6 Y3y3\nve O3o3\nvm F3f3V3v3\nw0 C3c3\nwg G3g3\n15c" +
  " A+B+G+D+H+W+Z+X+TjJ+K%K+L+M%M+N%N+S+E+P%P+ZjZJQ+R+ShT+\n170 ,+\n17f ;+\n17j ?+\n17l H'a" +
  'MaHwHahyHa+b+tmt+tkg+hkx+d+dkr+z+s+snc+ddtjzHe+i+\n18g ++f+q+k+l+m+n+h+w+j+y+:+"+=+/+' +
  "'+1+3+0+\n19s aS\n1a6 p+\n1b8 v+\n1bj gf\n1dc 0a1a2a3a4a5a6a7a8a9a\n5xe B.b.\n5xi B_b_\n5xm " +
  "D.d.\n5xq D_d_D,d,\n5y6 F.f.G-g-H.h.\n5ye H:h:H,h,\n5yo K'k'\n5ys K_k_\n5yy L_l_\n5z2 M'm'M" +
  ".m.\n5z8 N.n.\n5zc N_n_\n5zo P'p'P.p.R.r.\n5zy R_r_S.s.\n60a T.t.\n60e T_t_\n60s V?v?\n60w W" +
  "!\n60w W`w!\n60x w`W'w'W:w:W.w.\n616 X.x.X:x:Y.y.Z>z>\n61g Z_z_h_t:w0y0\n61u A2a2\n62i E2e" +
  "2E?e?\n62w I2i2\n632 O2o2\n63q U2u2\n642 Y!\n642 Y`y!\n643 y`\n646 Y2y2Y?y?\n64g ;',';!,!?;?" +
  ",!:?:\n6bm 1N1M3M4M6M\n6bt 1T1H\n6c0 -1\n6c3 -N-M-3!2=2'6'9.99'\"6\"9:99\"/-/=oo\n6cl ..,.\n6" +
  "cw %0\n6cy 1'2'3'1\"2\"3\"Ca<1>1:X\n6da '-\n6dg /f\n6eo 0S\n6es 4S5S6S7S8S9S+S-S=S(S)SnS0s1s" +
  "2s3s4s5s6s7s8s9s+s-s=s(s)s\n6g4 Li\n6g7 Pt\n6g9 W=\n6gc =e\n6gc Eu\n6gt =R\n6gt =P\n6ir oC\n6" +
  "it co\n6ix oF\n6ja N0PO\n6ji Rx\n6jk SM\n6jm TM\n6jq Om\n6jv AO\n6kz 13231525354516561838587" +
  "8\n6lc 1R2R3R4R5R6R7R8R9RaRbRcR\n6ls 1r2r3r4r5r6r7r8r9rarbrcr\n6mo <--!->-v<>UD\n6og <=\n" +
  "6oi =>\n6ok ==\n6ps FA\n6pu dPTE\n6px /0DENB(-\n6q3 -)\n6q7 *P\n6q9 +Z-2-+\n6qf *-ObSbRT\n6ql" +
  " 0(00-L-V\n6qt PP\n6qv ANOR(U)UInDI\n6r2 Io\n6r8 .::.:R::\n6rg ?1\n6ri CG\n6rn ?-\n6rp ?=\n6r" +
  "s ?2\n6rw =?\n6s3 HI\n6sg !==3\n6sk =<>=\n6sq <**>\n6su !<!>\n6te (C)C\n6ti (_)_\n6u1 0.02\n6u" +
  "d -T\n6v9 .P\n6we :3.3\n6wy Eh\n6x4 <7>77<7>\n6xc NI\n6xe (A\n6xh TR\n6xs IuIl\n6y1 <//>\n74z " +
  "Vs\n75s 1h3h2h4h\n75y 1j2j3j4j\n77s 1.2.3.4.5.6.7.8.9.\n7b4 hhHHvvVV3-3_3!3/4-4_4!4/drdR" +
  "DrDRdldLDlLDuruRUrURuluLUlULvrvR\n7c0 Vr\n7c3 VRvlvL\n7c8 Vl\n7cb VLdh\n7cf dHDh\n7cj DHuh" +
  "\n7cn uHUh\n7cr UHvh\n7cv vH\n7cy Vh\n7d7 VH\n7e9 FDBD\n7eo TB\n7es LB\n7ew FB\n7f0 lB\n7f4 RB." +
  "S:S?S\n7fk fSOSRORrRFRYRHRZRKRXsB\n7fw SROr\n7g2 UTuT\n7g6 PRTr\n7gc DtdT\n7gg PLTl\n7gm Db" +
  "Dw\n7gq LZ0m\n7gu 0o0M0L0R\n7h4 SnIc\n7he FdBd\n7id *2*1\n7j0 <H\n7j2 >H\n7ju 0u0USU\n7k0 Fm\n" +
  '7k2 Ml\n7kw cScHcDcC\n7l5 MdM8M2\n7l9 MbMxMX\n7pv OK\n7pz XX\n7q8 -X\n9hc IS,_._+"+_*_;_0_\n' +
  "9hm <+>+<'>'<\">\"(\")\"=T=_(')'(I)I\n9i4 -?\n9j5 A5a5I5i5U5u5E5e5O5o5kagakigikugukegekogo" +
  "sazasizisuzusezesozotadatiditUtudutedetodonaninunenohabapahibipihubupuhebepehobopoma" +
  'mimumemoyAyayUyuyOyorarirurerowAwawiwewon5vu\n9ln "505*5+5\n9lt a6A6i6I6u6U6e6E6o6O6Ka' +
  "GaKiGiKuGuKeGeKoGoSaZaSiZiSuZuSeZeSoZoTaDaTiDiTUTuDuTeDeToDoNaNiNuNeNoHaBaPaHiBiPiHu" +
  "BuPuHeBePeHoBoPoMaMiMuMeMoYAYaYUYuYOYoRaRiRuReRoWAWaWiWeWoN6VuKAKEVaViVeVo.6-6*6+6\n9" +
  "ol b4p4m4f4d4t4n4l4g4k4h4j4q4x4zhchshr4z4c4s4a4o4e4\n9pa aieiauouanenaNeNeri4u4iuv4nG" +
  "gn\n9wg 1c2c3c4c5c6c7c8c9c\n1dkw fffifl\n1dl1 ftst";
