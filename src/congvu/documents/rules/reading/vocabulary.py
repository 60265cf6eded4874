"""Words by which agencies, posts and verbs are known, folded unless their marks matter."""

from congvu.documents.rules.reading.text import flat, wordset

POST = (
    r"(?:(?:(?:dong chi|ong|ba|cac dong chi) )?(?:pho )?(?:lanh dao|giam doc|thu truong|chu tich|truong|"
    r"chanh van phong|chanh thanh tra|"
    r"cuc truong|chi cuc truong|bi thu|tong giam doc|bo truong|vien truong|chi huy truong|hieu truong|"
    r"truong ban|truong phong|"
    r"nguoi dung dau|ban giam doc|ban lanh dao|tap the lanh dao|can bo|cong chuc|chuyen vien|chanh|"
    r"dai dien)(?: cac)? )"
)
ORG = (
    r"(?:bao va (?:dai )?phat thanh,? (?:va )?truyen hinh|"
    r"ban quan ly(?: cac)? du an(?: dau tu)?(?: xay dung)?|van phong (?:hdnd|doan dbqh|"
    r"hoi dong nhan dan)(?:,? va|,) (?:ubnd|hdnd|uy ban nhan dan)|so|bo|ban|phong|cuc|chi cuc|tong cuc|vu|"
    r"van phong|thanh tra|trung tam|cong an|toa an|vien kiem sat|vien|kho bac|bao hiem|thue|hai quan|"
    r"ubnd|uy ban|hdnd|hoi dong|truong|benh vien|dai|bao|cong ty|tap doan|tong cong ty|ngan hang|hoi|"
    r"lien doan|lien minh|lien hiep|mat tran|"
    r"ubmttq|uy ban mttq|mttq|doan|tinh doan|bo chi huy|bch|bcd|to|hat|dien luc|vnpt|viettel|chi nhanh|"
    r"don vi|co quan|doanh nghiep|dia phuong|xa|phuong|huyen|"
    r"thanh pho|thi xa|thi tran|dac khu|thanh vien|chu dau tu|nha thau|ho|to chuc|tram|doi|khoa|bo phan|"
    r"ban quan ly|ban chi dao|nha truong|quy|hoc vien|"
    r"cong doan|chi doan|chi hoi|khoi thi dua|khoi|cum thi dua|hop tac xa|nghiep doan|hiep hoi|thuong truc|"
    r"tieu ban|"
    r"ban thuong vu|ban chap hanh|vien chuc|lien so|van thu|huyen uy|tinh uy|dang uy|thanh uy|chi bo|"
    r"dang bo|thon|ap|khu pho|to dan pho|quan)"
)
SECTORS = (
    "van hoa,? (?:va )?the thao (?:va )?du lich|van hoa (?:va )?the thao|noi vu|tai chinh(?: -)? ke hoach|"
    "tai chinh|tu phap|xay dung|y te|cong thuong|"
    "giao duc (?:va )?dao tao|khoa hoc (?:va )?cong nghe|nong nghiep (?:va )?moi truong|"
    "nong nghiep (?:va )?phat trien nong thon|nong nghiep (?:va )?ptnt|"
    "tai nguyen (?:va )?moi truong|du lich|thong tin (?:va )?truyen thong|"
    "lao dong ?[-,]? ?thuong binh (?:va )?xa hoi|ke hoach (?:va )?dau tu|"
    "giao thong van tai|ngoai vu|dan toc (?:va )?ton giao|ngoai giao|quoc phong|quy hoach ?-? ?kien truc|"
    "ldtb&xh|gd&dt|kh&cn|tt&tt|tn&mt|nn&ptnt|kh&dt|"
    "gtvt|vhtt&dl|kinh te(?:,? ha tang (?:va )?do thi)?|van hoa ?-? ?xa hoi|quan ly do thi|quan su|"
    "bo chi huy quan su"
)
VERBS = (
    "tong kiem tra,tong ra soat,tong kiem ke,day nhanh,day lui,kien quyet,xoa bo,bai bo,thay the,giai "
    "toa,giai trinh,cham soc,nam bat,nam tinh "
    "hinh,chot danh sach,chi tra,"
    "dua tin,khai bao,khai giang,ket thuc,khoi cong,lien he,lua chon,"
    "tuan tra,phan luong,san sang,khoi phuc,khao sat,lien ket,doi moi,nang cao,mo rong,hoan tra,bien "
    "che,thi diem,"
    "ap dung,ban hanh,bao cao,bao dam,bao ve,bien soan,bo cuc,bo nhiem,bo sung,bo tri,boi duong,cai dat,"
    "cam ket,can doi,canh bao,cap nhat,cap phat,cau hinh,cham dut,cham lo,cham nhat,chan chinh,chi dao,"
    "chia se,chiu trach nhiem,cho y kien,chu dong,chu tri,chu trong,chuan bi,co ke hoach,co nhiem vu,"
    "co trach nhiem,co van ban,co y kien,cong bo,cong khai,cung cap,dam bao,dang ky,dang tai,danh gia,"
    "dao tao,dau thau,dau tu,day manh,de nghi,de xuat,di chuyen,dieu chinh,dieu phoi,dieu tra,dinh huong,"
    "dinh ky,doi chieu,don dep,don doc,dong bo,dua tren,dua vao,duoc giao,duy tri,giai ngan,giai quyet,"
    "giam sat,gop y,hang nam,hang quy,hang thang,hang tuan,ho tro,hoan tat,hoan thanh,hoan thien,"
    "huong dan,huy dong,in an,ket noi,khac phuc,khai thac,khan truong,khao sat,khoi tao,khuyen khich,"
    "kiem diem,kiem ke,kiem soat,kiem tra,kip thoi,ky ket,la co quan,la don vi,lam dau,lam dau moi,"
    "lam ro,lam tot,lam viec,len ke hoach,luu tru,luu y,mua sam,nang cap,neu cao,ngan chan,nghiem tuc,"
    "nghien cuu,niem yet,phan bo,phan cap,phan cong,phan loai,phat dong,phat hien,phe duyet,phoi hop,"
    "phong chong,quan ly,quan tam,quan triet,quy dinh,quyet toan,ra quan,ra soat,rut kinh nghiem,sap xep,"
    "so hoa,so tan,su dung,sua chua,tam ung,tang cuong,tap huan,tap trung,tham dinh,tham gia,tham hoi,"
    "tham muu,thanh lap,thanh toan,thanh tra,theo doi,thi cong,thong bao,thong ke,thu hoi,thu nghiem,"
    "thu thap,thuc day,thuc hien,thuong xuyen,tich hop,tiep don,tiep nhan,tiep thu,tiep tuc,to chuc,"
    "tong hop,tra loi,trang bi,trao doi,trien khai,trong thoi han,truoc ngay,truyen thong,tuyen truyen,"
    "ung pho,uu tien,van dong,van hanh,ve sinh,voi tu cach,xac dinh,xac minh,xay dung,xem xet,xu ly,"
    "yeu cau"
)
# Verbs of one syllable are told from other words by their marks: “tính” from “tỉnh”, “mời” from “mới”.
SHORT_VERBS = (
    "phải|trình|gửi|cử|lập|cần|nên|dừng|phun|tiêm|giữ|xem|nộp|mở|trao|tặng|đón|ký|rà|giao|nhận|lưu|mua|bán|chuyển|thu|tính|"
    "khoanh|khen|mời|tạo|in|soạn|ứng|báo|lấy|đưa|xin|bàn|họp|viết|vẽ|đo|chỉnh|thẩm|nêu|xét|dành|chi|"
    "trực(?! thuộc)|làm|đề|xử|cập"
)
STOPS = wordset(
    "để tại trước trong theo từ khi về cho vào đến nếu bằng nhằm dưới sẽ đã đang không thì mà ở này đó do "
    "như cùng với sau gồm bao hoặc kể hết rằng qua tới vì sao vừa mỗi còn được"
)
VOCAB = wordset(
    "ủy trình tỉnh huyện xã phường thị trấn thành phố các và có liên quan của trực thuộc địa phương đơn vị "
    "cơ "
    "ngành ban sở cấp những toàn khu vực nhà nước nông thôn công hành chính vận tải dân quân sự đoàn "
    "thể chuyên môn nội dung vụ phòng quốc gia nhân lực trung ương hội nghiệp đầu mối khác viên tổ chức "
    "trị giúp việc năng thương mại học đường ty chế xuất đặc quản lý dự án tổng hợp thủ trưởng lãnh đạo "
    "giám đốc đô hạ tầng kinh tế hộ doanh khối đảng phục đất đai tham mưu truyền hình lượng ấp tật bệnh "
    "tư pháp kỹ thuật kiểm lâm người lao động khảo thí phát thanh thủy lợi sản chăn nuôi thú y dược đa "
    "khoa số tin bảo trợ môi điện nguyên khoáng tịch ven biển biên giới miền núi vùng còn lại lân cận "
    "đê điều bàn phía nam bắc đông tây hải đảo thi đua sinh hoạt giáo dục mầm non tiểu phổ thông đại "
    "cao đẳng nghề ngân hàng tín dụng chứng quỹ triển nói nêu hữu chủ nhiệm văn thư lưu trữ trạm khuyến "
    "cứu bản buôn chung cư trường trại"
)
BARE_VOCAB = frozenset(flat(word) for word in VOCAB)
LISTED = wordset(
    "so ban nganh huyen xa phuong thi thanh doan dac quan phong to dia co don hoi mttq thon ap hop truong"
)
PROTECTED = wordset("ban phong trung tam cuc vu vien truong to hoi doan quy khoa tram doi bo phan")
# Names of these run on in small letters: “Cục Quản lý đê điều”, “Công ty Khai thác công trình thủy lợi”.
LOOSE = frozenset(
    [
        "cong ty",
        "tong cong ty",
        "tap doan",
        "cuc",
        "chi cuc",
        "tong cuc",
        "vu",
        "trung tam",
        "vien",
        "truong",
        "benh vien",
        "hop tac xa",
        "quy",
        "hiep hoi",
        "hoi",
        "chi nhanh",
        "ban",
        "ban chi dao",
        "ban quan ly",
        "hoc vien",
        "to",
        "to cong tac",
        "bao hiem",
        "hoi dong",
    ]
)
