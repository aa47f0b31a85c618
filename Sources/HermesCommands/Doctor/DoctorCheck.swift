/// One of the things that the doctor looks at.
///
/// It throws nothing: what it cannot look at is a finding too, and keeps no other check from looking.
protocol DoctorCheck {
    static func findings(in patient: Patient) -> [Finding]
}
