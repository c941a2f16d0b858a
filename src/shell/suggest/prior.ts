/** Lines that everybody types: what is offered before anything was learned. */
import { Memory } from "./memory.ts";

/**
 * Typical stretches of work, a line a stretch, commands parted by " ; ". Written by hand for this
 * purpose from common usage; nobody's history is in it.
 */
const STRETCHES = `
ls ; cd .. ; ls ; pwd
cd .. ; ls ; cd ..
ls -la ; cd .. ; ls -l ; ls -a ; ls -al ; ls -lah ; ls -lh ; ls -ltr
cd ; ls ; pwd ; cd - ; cd ~ ; ls ; cd / ; ls
clear ; ls ; clear ; history ; exit
cd ~/ ; ls ; cd ~/Downloads ; ls -l ; cd ~/Documents ; ls ; cd ~/Desktop ; ls
cd /tmp ; ls ; cd /etc ; ls ; cd /var/log ; ls ; cd /usr/local/bin ; ls ; cd /home ; ls ; cd /root
whoami ; pwd ; id ; hostname ; uname -a ; date ; uptime ; who ; w ; df -h ; du -sh * ; free -h ; top
ps aux ; ps -ef ; kill -9 ; htop ; jobs ; fg ; bg
ps aux | grep ; kill
history | grep ; history | tail ; history
ifconfig ; ip a ; ip addr ; ip route ; ping -c 4 ; ping 8.8.8.8 ; netstat -tulpn ; ss -tulpn ; nslookup ; dig
cat /etc/hosts ; cat /etc/passwd ; cat /etc/os-release ; sudo cat /etc/shadow
find . -name "*." ; find . -type f ; find . -type d ; find / -name
grep -r ; grep -rn ; grep -i ; grep -v ; grep -n
cat README.md ; less README.md ; head -n 20 ; tail -n 20 ; tail -f ; wc -l
mkdir -p ; cd ; touch ; nano ; cat ; rm ; rm -r ; rm -rf
cp -r ; mv ; ls ; cp ; ls
chmod +x ; ./ ; chmod 600 ; chmod 755 ; chown -R
tar xzf ; ls ; tar czf ; ls ; tar -xvf ; ls ; tar tf ; unzip ; ls ; gunzip ; unzip -l
wget ; ls ; curl -O ; ls ; wget https:// ; ls ; curl -L https:// ; curl http://localhost: ; curl -I
ssh ; ls ; exit ; ssh ; pwd ; exit ; ssh-keygen -t ed25519 ; ssh-copy-id ; scp ; ls ; rsync -av ; ls
man ; man ls ; man ssh ; man scp
sudo apt update ; sudo apt upgrade ; sudo apt install ; sudo apt-get update ; sudo apt-get install
sudo su ; sudo -i ; whoami ; exit ; su ; su root ; su - ; whoami
sudo systemctl status ; sudo systemctl restart ; sudo systemctl start ; journalctl -xe ; journalctl -f ; journalctl -u
git status ; git diff ; git add . ; git commit -m " ; git push
git status ; git add -A ; git commit -m " ; git push
git pull ; git status ; git log ; git log --oneline ; git show
git checkout -b ; git add . ; git commit -m " ; git push -u origin HEAD
git checkout main ; git pull ; git checkout - ; git rebase main ; git push --force-with-lease
git checkout master ; git pull ; git branch ; git branch -a ; git merge
git fetch ; git status ; git pull --rebase ; git push ; git status
git stash ; git pull ; git stash pop ; git status
git diff --staged ; git commit -m " ; git push origin main ; git commit --amend ; git commit --amend --no-edit
git init ; git add . ; git commit -m "Initial commit" ; git remote add origin ; git push -u origin main
git clone https://github.com/ ; cd ; ls ; git clone git@github.com: ; cd ; ls
git restore ; git status ; git reset --hard ; git reset HEAD~1 ; git switch ; git switch -c
git log --oneline --graph ; git show ; git blame ; git tag ; git remote -v ; git config --global user.name " ; git config --global user.email " ; git config --list
npm install ; npm run dev ; npm test ; npm run build ; npm start ; npm run lint ; npm ci ; npm test
npm init -y ; npm install --save-dev ; npm install -D ; npx ; npm outdated ; npm update ; npm audit fix
yarn ; yarn dev ; yarn test ; yarn build ; yarn add ; pnpm install ; pnpm dev ; pnpm test ; pnpm build
node index.js ; node server.js ; node --version ; npm -v
python3 -m venv venv ; source venv/bin/activate ; pip install -r requirements.txt ; python main.py
python3 -m venv .venv ; source .venv/bin/activate ; pip install -e . ; pytest ; pytest -x ; pytest -v ; deactivate
python manage.py runserver ; python manage.py makemigrations ; python manage.py migrate ; python manage.py test
python3 ; python --version ; python3 -m http.server ; pip list ; pip freeze > requirements.txt ; pip install
black . ; ruff check . ; mypy . ; pytest ; flake8 ; jupyter notebook ; poetry install ; poetry run pytest
cargo new ; cd ; cargo run ; cargo build ; cargo test ; cargo check ; cargo clippy ; cargo fmt ; cargo build --release ; cargo run --release ; cargo add ; cargo doc --open
rustc main.rs ; ./main ; rustc --version ; rustup update ; cargo --version
go mod init ; go mod tidy ; go build ; go run . ; go test ./... ; go vet ./... ; go run main.go ; go fmt ./... ; go test -v ./...
make ; make test ; make clean ; make ; make install ; sudo make install ; make -j4 ; ./configure ; make
cmake .. ; make ; mkdir build ; cd build ; cmake .. ; make ; cmake -B build ; cmake --build build ; ctest
gcc -o main main.c ; ./main ; gcc -Wall -o ; ./a.out ; g++ -o main main.cpp ; ./main
docker ps ; docker images ; docker ps -a ; docker logs ; docker exec -it ; docker stop ; docker rm ; docker image ls ; docker container ls
docker build -t ; docker run -it ; docker run --rm -it ; docker run -d -p ; docker ps ; docker pull ; docker push ; docker rmi
docker compose up -d ; docker compose ps ; docker compose logs -f ; docker compose down ; docker compose build ; docker compose up
docker-compose up -d ; docker-compose logs -f ; docker-compose down
podman ps ; podman images ; podman run -it ; podman build -t ; podman image ls ; podman container ls
kubectl get pods ; kubectl logs -f ; kubectl describe pod ; kubectl apply -f ; kubectl get svc ; kubectl get nodes ; kubectl exec -it ; kubectl get all ; kubectl delete
terraform init ; terraform plan ; terraform apply ; terraform destroy
mvn clean install ; mvn test ; mvn package ; ./gradlew build ; ./gradlew test ; java -jar ; javac
tmux ; tmux ls ; tmux attach -t ; tmux new -s
vim ~/.bashrc ; source ~/.bashrc ; nano ~/.bashrc ; source ~/.bashrc ; vim ~/.zshrc ; source ~/.zshrc ; vim ~/.vimrc ; cat ~/.bashrc
echo $PATH ; echo $HOME ; echo $SHELL ; export PATH=$PATH: ; env ; printenv ; which python ; which node ; echo $? ; alias
echo " ; echo hello ; sleep 10 ; sleep 1 ; seq 10 ; cal ; tree ; file ; stat
sqlite3 ; mysql -u root -p ; psql -U postgres ; psql ; redis-cli
brew update ; brew upgrade ; brew install ; brew list ; open .
sort | uniq -c | sort -rn | head ; sort -n ; sort | uniq ; wc -l ; cut -d, -f ; cut -d ' ' -f
sbatch ; squeue -u $USER ; sinfo ; scancel ; module load ; module avail ; module list
nmap ; nmap --help ; nmap -sV ; nmap -sn ; nmap -p- ; nmap -A ; nmap -sS ; nmap -Pn
code . ; vim . ; nvim . ; hunch . ; vim ; nvim ; nano ; less
`;

let prior: Memory | null = null;

/** Shared: nothing is learned into it. */
export function priorMemory(): Memory {
  if (prior !== null) return prior;
  prior = new Memory();
  for (const [at, stretch] of STRETCHES.trim().split("\n").entries()) {
    for (const command of stretch.split(" ; ")) prior.add(command, null, `${at}`, null);
  }
  return prior;
}
